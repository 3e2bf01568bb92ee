import { defineConfig } from "vite";

// One entry for the style sheet and one for each island: a page loads only what stands on it.
const entries = {
  vigie: "styles/vigie.css",
  search: "islands/search.ts",
  chart: "islands/chart.ts",
  map: "islands/map.ts",
  upload: "islands/upload.ts",
  scan: "islands/scan.ts",
  slider: "islands/slider.ts",
  refresh: "islands/refresh.ts",
};

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    manifest: true,
    // Not `dist` itself, which is emptied by each build: Cargo watches it.
    outDir: "dist/built",
    // The program embeds every file under the name it has here: `<entry>.<digest>.<extension>`.
    assetsDir: "",
    modulePreload: false,
    // No file of ours becomes text inside another.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: entries,
      output: {
        hashCharacters: "hex",
        entryFileNames: "[name].[hash].js",
        chunkFileNames: "[name].[hash].js",
        assetFileNames: "[name].[hash][extname]",
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
