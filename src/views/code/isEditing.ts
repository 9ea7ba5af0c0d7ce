const field = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), .cm-editor'

/** Whether a key goes to a field or to the program editor, also where these lie in a shadow root. Ask while the event is dispatched. */
export function isEditing(event: KeyboardEvent): boolean {
  const [innermost = event.target] = event.composedPath()
  return innermost instanceof Element && innermost.closest(field) !== null
}
