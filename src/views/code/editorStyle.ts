/**
 * The editor's looks, for its shadow root: style elements are forbidden by the page's policy, constructed sheets are not.
 * Two classes a rule outweigh CodeMirror's own looks. Roles and metrics are inherited from the page.
 */
export const editorStyle = `
:host { overflow: hidden; }
*, *::before, *::after { box-sizing: border-box; }
.cm-editor { height: 100%; background: var(--panel); color: var(--ink); }
.cm-editor.cm-focused { outline: none; }
/* Above the gutter and the marked line, which would cover an outline. */
.cm-editor.cm-focused::after {
  content: ''; position: absolute; inset: 0; z-index: 250; border: 2px solid var(--focus); pointer-events: none;
}
.cm-editor .cm-scroller { font: inherit; line-height: var(--code-line); overflow: auto; padding-block: var(--space-3); }
.cm-editor .cm-content { padding: 0; caret-color: var(--ink); }
.cm-editor .cm-line { padding: 0 var(--space-2) 0 var(--code-hang); text-indent: calc(-1 * var(--code-hang)); }
.cm-editor .cm-lineWrapping { word-break: normal; }
.cm-editor ::selection { background: var(--selection, color-mix(in srgb, var(--focus) 28%, transparent)); }
.cm-editor .cm-specialChar { color: var(--error); }

.cm-editor .cm-gutters { background: var(--panel); color: var(--ink-2); border: 0; }
.cm-editor .cm-gutter-lint { width: var(--code-marks); }
.cm-editor .cm-gutter-lint .cm-gutterElement { position: relative; padding: 0; }
.cm-editor .cm-lineNumbers .cm-gutterElement {
  box-sizing: content-box; min-width: 2ch; padding: 0 var(--code-gap) 0 0; font-size: var(--code-number);
}

.tok-keyword { font-weight: 700; }
.tok-number { color: var(--accent-value); }
.tok-string { color: var(--ink-2); }
.tok-comment { color: var(--ink-2); font-style: italic; }
.tok-definition { font-weight: 700; }
.tok-gradient { color: var(--accent-gradient); }

.cm-editor .current.forward { background: var(--wash-value); }
.cm-editor .current.backward { background: var(--wash-gradient); }
.cm-editor .cm-line.linked { background: var(--lit); box-shadow: inset 3px 0 0 var(--focus); }
.cm-editor .cm-lineNumbers .current { color: var(--ink); font-weight: 700; }
.cm-gutter-lint .current::before {
  content: ''; position: absolute; inset-block: 0; left: 0; width: 4px; forced-color-adjust: none;
}
.cm-gutter-lint .current.forward::before { background: var(--accent-value); }
.cm-gutter-lint .current.backward::before {
  background: repeating-linear-gradient(to bottom, var(--accent-gradient) 0 5px, transparent 5px 7px);
}

.cm-editor.cm-focused .cm-matchingBracket { background: none; outline: 1px solid var(--line-strong); }
.cm-editor.cm-focused .cm-nonmatchingBracket { background: none; outline: 1px solid var(--error); }

.cm-editor .cm-lintRange-error {
  background-image: none; padding: 0;
  text-decoration: underline wavy var(--error) 1.5px; text-underline-offset: 3px; text-decoration-skip-ink: none;
}
.cm-editor .cm-lintPoint-error::after { border-bottom-color: var(--error); }
.cm-editor .cm-lint-marker-error {
  content: normal; width: auto; height: var(--code-line); padding-left: 5px;
  color: var(--error); font-weight: 800; text-align: center;
}
.cm-editor .cm-lint-marker-error::before { content: '!'; }

.cm-editor .cm-tooltip {
  background: var(--paper); color: var(--ink); border: 1px solid var(--line-strong); border-radius: var(--radius);
  font: 400 var(--text-s) / 1.4 var(--font-text); max-width: min(420px, 90vw);
  /* above the outline of the focus */
  z-index: 300;
}
.cm-editor .cm-tooltip:has(.cm-diagnostic-error) { border-color: var(--error); }
.cm-editor .cm-diagnostic-error { border-left: 4px solid var(--error); padding: var(--space-2) var(--space-3); margin: 0; }
.cm-editor .cm-diagnostic p { margin: 0; white-space: pre-line; overflow-wrap: anywhere; text-indent: 0; }
.cm-editor .cm-diagnostic .message { font-weight: 600; color: var(--error); }
.cm-editor .cm-diagnostic .hint { margin-top: var(--space-1); }

.cm-editor .cm-tooltip.cm-tooltip-autocomplete { max-width: 95vw; overflow: visible; }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul {
  min-width: 200px; max-width: min(420px, 95vw); max-height: min(15em, 40vh); font-family: var(--font-code);
}
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul > li { display: flex; gap: 2ch; padding: 3px 10px; line-height: 1.35; }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] { background: var(--ink); color: var(--paper); }
.cm-editor .cm-completionLabel { flex: none; }
.cm-editor .cm-completionMatchedText { text-decoration: none; font-weight: 700; }
.cm-editor .cm-completionDetail {
  margin: 0 0 0 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis;
  color: var(--ink-2); font: 400 0.92em / inherit var(--font-text); font-style: normal;
}
.cm-editor li[aria-selected] .cm-completionDetail { color: inherit; }
.cm-editor .cm-tooltip.cm-completionInfo { padding: 0; white-space: normal; width: max-content; max-width: min(360px, 90vw); }
.help-card { padding: var(--space-2) var(--space-3); }
.help-card p { margin: 0; overflow-wrap: anywhere; text-indent: 0; }
.help-card p + p { margin-top: var(--space-1); }
.help-card .help-signature { font: 500 var(--text-s) / 1.4 var(--font-code); }
.help-card .help-shape { font: 400 var(--text-s) / 1.4 var(--font-code); color: var(--accent-value); }
.help-card .help-page { color: var(--ink-2); user-select: all; }
.help-call { padding: 3px 10px; font: 400 var(--text-s) / 1.4 var(--font-code); color: var(--ink-2); }
.cm-editor .cm-tooltip.help-call { font-family: var(--font-code); padding: 3px 10px; overflow-wrap: anywhere; }
.help-call strong { color: var(--ink); }
.help-button { display: none; }
@media (pointer: coarse) {
  .cm-focused .help-button {
    display: block; position: absolute; right: var(--space-2); bottom: var(--space-2); z-index: 20; min-height: 40px; padding: 6px 12px;
    font: 500 var(--text-s) / 1.2 var(--font-text); color: var(--ink); background: var(--paper);
    border: 1px solid var(--line-strong); border-radius: var(--radius);
  }
}
`
