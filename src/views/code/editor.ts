import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, forceParsing, indentOnInput, indentUnit } from '@codemirror/language'
import { diagnosticCount, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type Extension, Prec, Transaction } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import type { Diagnostic } from '../../lang/run.ts'
import { isFramed } from '../../state/framed.ts'
import { closeBrackets } from './closeBrackets.ts'
import { type CurrentLine, currentLine, setCurrentLine } from './currentLine.ts'
import { diagnosticMark } from './diagnosticMark.ts'
import { editorStyle } from './editorStyle.ts'
import { caretLine, linkedLine, setLinkedLine } from './linkedLine.ts'
import { minimalChange } from './minimalChange.ts'
import { pythonLook } from './pythonLook.ts'

/** What the editor tells. */
export interface EditorEvents {
  readonly onChange: (source: string) => void
  readonly onUndo: () => void
  readonly onRedo: () => void
  readonly onLeave: () => void
  /** The line of the caret, 1-based; null while nobody writes. */
  readonly onCaretLine: (line: number | null) => void
}

/** Milliseconds for colouring a program when it is opened. */
const longestParse = 100

/** A change that came from outside and is not told back. */
const fromOutside = Annotation.define<boolean>()

const whereItStopped = 'F8 goes to the line where the program stopped.'
// in a frame of another page Tab leads on
const description = isFramed()
  ? whereItStopped
  : `Tab indents the line. To leave the editor press Escape, then Tab. ${whereItStopped} Control and Space suggests names, F1 tells what a name is.`

/** Opens an editor in a shadow root, where its styles live under a policy that forbids style elements. */
export function openEditor(
  root: ShadowRoot,
  source: string,
  readOnly: boolean,
  events: () => EditorEvents,
): EditorView {
  root.adoptedStyleSheets = [styleSheet()]
  const state = EditorState.create({
    doc: source,
    extensions: [helping.of([]), behaviour(events), look, writing.of(writable(!readOnly))],
  })
  const view = new EditorView({ state, parent: root, root })
  // on a slow machine the first parse stops early, and what it left would stay without colours
  forceParsing(view, source.length, longestParse)
  return view
}

const writing = new Compartment()

const writable = (can: boolean): Extension => [EditorState.readOnly.of(!can), EditorView.editable.of(can)]

/** Lets the program be written, or only be read. */
export function setReadOnly(view: EditorView, readOnly: boolean): void {
  if (view.state.readOnly !== readOnly) view.dispatch({ effects: writing.reconfigure(writable(!readOnly)) })
}

const helping = new Compartment()

/** Adds what helps to write, once it has been fetched. */
export function addHelp(view: EditorView, help: Extension): void {
  view.dispatch({ effects: helping.reconfigure(help) })
}

/** Shows a program from outside: only what differs changes, so the cursor and the scroll position stay. */
export function showSource(view: EditorView, source: string): void {
  const changes = minimalChange(view.state.doc.toString(), source.replaceAll(/\r\n?/g, '\n'))
  if (changes === null) return
  view.dispatch({ changes, annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)] })
}

/** Marks a diagnostic, or takes its mark away. */
export function showDiagnostic(view: EditorView, diagnostic: Diagnostic | null, onShapes: () => void): void {
  const marks = diagnosticMark(diagnostic, view.state.doc, onShapes)
  if (marks.length > 0 || diagnosticCount(view.state) > 0) view.dispatch(setDiagnostics(view.state, marks))
}

/** Marks the current line, and scrolls it into view unless someone is writing. */
export function showCurrentLine(view: EditorView, current: CurrentLine | null): void {
  const text = view.state.doc
  const mark = setCurrentLine.of(current)
  const still = current === null || view.hasFocus || current.line < 1 || current.line > text.lines
  const scroll = still ? [] : [EditorView.scrollIntoView(text.line(current.line).from, { y: 'nearest', yMargin: 40 })]
  view.dispatch({ effects: [mark, ...scroll] })
}

/** Marks the line whose output someone points at. */
export function showLinkedLine(view: EditorView, line: number | null): void {
  view.dispatch({ effects: setLinkedLine.of(line) })
}

/** Brings a line into sight. */
export function seekLine(view: EditorView, line: number): void {
  const { lines } = view.state.doc
  if (line < 1 || line > lines) return
  view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.line(line).from, { y: 'nearest', yMargin: 40 }) })
}

/** The sheet is made at the first use, because a module that is only read must not touch the page. */
let sheet: CSSStyleSheet | null = null
function styleSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(editorStyle)
  }
  return sheet
}

const look: Extension = [
  lintGutter(),
  lineNumbers(),
  pythonLook,
  bracketMatching(),
  highlightSpecialChars(),
  currentLine,
  linkedLine,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'PyTorch program', 'aria-description': description, tabindex: '0' }),
  EditorView.contentAttributes.of(({ state }) => ({ 'aria-invalid': String(diagnosticCount(state) > 0) })),
]

function behaviour(events: () => EditorEvents): Extension {
  const tell = (name: 'onUndo' | 'onRedo' | 'onLeave') => () => {
    events()[name]()
    return true
  }
  return [
    // A keymap reads Shift from the letter, which Caps Lock turns around.
    Prec.high(
      EditorView.domEventHandlers({
        keydown: (event) => {
          const redo = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
          if (redo) event.preventDefault()
          return redo && tell('onRedo')()
        },
      }),
    ),
    keymap.of([
      { key: 'Mod-z', run: tell('onUndo'), preventDefault: true },
      { key: 'Mod-y', run: tell('onRedo'), preventDefault: true },
      { key: 'Mod-Shift-z', run: tell('onRedo'), preventDefault: true },
      { key: 'Escape', run: tell('onLeave') },
    ]),
    caretLine((line) => events().onCaretLine(line)),
    closeBrackets,
    keymap.of([...lintKeymap, ...defaultKeymap, ...(isFramed() ? [] : [indentWithTab])]),
    EditorView.domEventHandlers({
      beforeinput: (event, view) => {
        // The browser's own menu and gestures undo too.
        if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
          event.preventDefault()
          return tell(event.inputType === 'historyUndo' ? 'onUndo' : 'onRedo')()
        }
        // Where text replaces several lines, the browser would join them with style attributes, which the policy forbids.
        const { from, to } = view.state.selection.main
        const joins = view.state.doc.lineAt(from).number !== view.state.doc.lineAt(to).number
        if (event.inputType !== 'insertText' || event.data === null || !joins || view.composing) return false
        event.preventDefault()
        view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true })
        return true
      },
    }),
    EditorState.tabSize.of(4),
    indentUnit.of('    '),
    indentOnInput(),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      if (docChanged && transactions.some((each) => each.docChanged && each.annotation(fromOutside) !== true))
        events().onChange(state.doc.toString())
    }),
  ]
}
