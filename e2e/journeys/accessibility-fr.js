import { everyPageIsAccessible } from "../support/accessible.js";

everyPageIsAccessible("fr");
