// The checks for scripts: those of the site, of the preview and of these tests. `npm run lint` runs them from
// the root of the repository, because files elsewhere are ignored otherwise.

import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: "error",
  "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
};

const LATE_ADDRESS = {
  selector: "CallExpression[callee.property.name='url'][callee.object.name=/^(page|other|opened|shared|reader|own)$/]",
  message: "It may be the old address right after a step within the page: wait with `waitForURL`, or ask `address` of site.js.",
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["themes/default/*.js", "src/serve/*.js"], languageOptions: { sourceType: "script", globals: globals.browser }, rules },
  { files: ["themes/default/on-demand/*.js"], languageOptions: { sourceType: "module", globals: globals.browser }, rules },
  // The tests run in Node, and pass functions to browsers.
  { files: ["tests/browser/*.js"], languageOptions: { sourceType: "module", globals: { ...globals.node, ...globals.browser } }, rules: { ...rules, "no-restricted-syntax": ["error", LATE_ADDRESS] } },
];
