import { describe, expect, it } from "vitest";
import { dayAt, spoken } from "../islands/chart/days";
import { dayAfter, daysBetween } from "../islands/map/days";
import { neighbour } from "../islands/map/geometry";
import { elementString, isSeparatorKey } from "../islands/scan/gs1";

const GS = "\u001d";

describe("what a scanner types", () => {
  it.each([
    // A pack of medicine as its DataMatrix reads: number, expiry, lot, separator, serial number.
    [`]d20103400935955838172803001012345${GS}21ABC`, `]d20103400935955838172803001012345${GS}21ABC`],
    [`0103400935955838172803001012345${GS}21ABC\r\n`, `0103400935955838172803001012345${GS}21ABC`],
    [`${GS}010340093595583810A`, "010340093595583810A"],
    ["]d2010340093595583810A{GS}21B", `]d2010340093595583810A${GS}21B`],
    ["010340093595583810A<GS>21B", `010340093595583810A${GS}21B`],
    ["010340093595583810A␝21B", `010340093595583810A${GS}21B`],
    ["(01)03400935955838(17)280300", "(01)03400935955838(17)280300"],
  ])("%j is the element string %j", (text, elements) => {
    expect(elementString(text)).toBe(elements);
  });

  it.each(["doliprane 1000", "3400935955838", "60234100", "", "]E03400935955838"])("%j is an ordinary text", (text) => {
    expect(elementString(text)).toBeNull();
  });

  it("knows the separator by its character and by the keys that stand for it", () => {
    expect(isSeparatorKey({ key: GS, code: "", ctrlKey: false })).toBe(true);
    expect(isSeparatorKey({ key: "]", code: "BracketRight", ctrlKey: true })).toBe(true);
    // On a French keyboard another letter is printed on that key.
    expect(isSeparatorKey({ key: "$", code: "BracketRight", ctrlKey: true })).toBe(true);
    expect(isSeparatorKey({ key: "]", code: "BracketRight", ctrlKey: false })).toBe(false);
  });
});

describe("a chart", () => {
  it.each([
    [0, 0],
    [1, 364],
    [0.5, 182],
    [-0.2, 0],
    [1.7, 364],
  ])("has the day %d of its width at place %d", (fraction, place) => {
    expect(dayAt(fraction, 365)).toBe(place);
  });

  it("says a day with the names of its values", () => {
    const row = { day: "20/11/2026", values: ["12,3", "inconnu"] };
    const columns = [
      { name: "Couverture", unit: "jours" },
      { name: "Stock", unit: "boîtes" },
    ];
    expect(spoken(row, columns)).toBe("20/11/2026, Couverture 12,3 jours, Stock inconnu");
  });
});

describe("a map", () => {
  // Lille above Paris, Brest to the west, Strasbourg to the east, Marseille in the south.
  const centres = [
    { x: 50, y: 0 },
    { x: 50, y: 30 },
    { x: 0, y: 35 },
    { x: 100, y: 33 },
    { x: 80, y: 100 },
  ];

  it.each([
    ["ArrowUp", 0],
    ["ArrowLeft", 2],
    ["ArrowRight", 3],
    ["ArrowDown", 4],
  ])("leads from Paris by %s to %d", (key, place) => {
    expect(neighbour(centres, 1, key)).toBe(place);
  });

  it("ends at its edges, and other keys lead nowhere", () => {
    expect(neighbour(centres, 0, "ArrowUp")).toBeNull();
    expect(neighbour(centres, 1, "Enter")).toBeNull();
  });

  it("counts days across months, leap days and summer time", () => {
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(dayAfter("2026-03-28", 2)).toBe("2026-03-30");
    expect(dayAfter("2025-12-31", 1)).toBe("2026-01-01");
  });
});
