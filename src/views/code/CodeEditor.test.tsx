import { forceParsing } from '@codemirror/language'
import { forEachDiagnostic } from '@codemirror/lint'
import { EditorView, runScopeHandlers } from '@codemirror/view'
import { render } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import { CodeEditor, type CodeEditorProps } from './CodeEditor.tsx'
import { showCurrentLine } from './editor.ts'

function open(changes: Partial<CodeEditorProps> = {}) {
  const told = {
    onChange: vi.fn(),
    onUndo: vi.fn(),
    onRedo: vi.fn(),
    onLeave: vi.fn(),
    onShapes: vi.fn(),
    onCaretLine: vi.fn(),
  }
  const element = (more: Partial<CodeEditorProps>) => (
    <StrictMode>
      <CodeEditor
        source="x = 1\ny = x"
        readOnly={false}
        diagnostic={null}
        currentLine={null}
        phase={null}
        variables={[]}
        linkedLine={null}
        soughtLine={null}
        {...told}
        {...changes}
        {...more}
      />
    </StrictMode>
  )
  const { container, rerender } = render(element({}))
  const root = container.querySelector('.code-editor')?.shadowRoot
  const content = root?.querySelector<HTMLElement>('.cm-content')
  const view = content ? EditorView.findFromDOM(content) : null
  if (!root || !content || !view) throw new Error('the editor did not open')
  return { ...told, root, content, view, show: (more: Partial<CodeEditorProps>) => rerender(element(more)) }
}

const program = ['import torch', 'x = torch.tensor(1.5, requires_grad=True)', 'y = x * x', 'y.backward()'].join('\n')
const type = (view: EditorView, text: string): void => {
  const { from, to } = view.state.selection.main
  const insert = () => view.state.update({ ...view.state.replaceSelection(text), userEvent: 'input.type' })
  const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))
  if (!handled) view.dispatch(insert())
}

test('a program from outside keeps the cursor with its text and is not told back', () => {
  const { view, show, onChange } = open({ source: program })
  view.dispatch({ selection: { anchor: program.indexOf('backward') } })
  show({ source: program.replace('1.5', '-12.25') })
  expect(view.state.doc.toString()).toBe(program.replace('1.5', '-12.25'))
  expect(view.state.sliceDoc(view.state.selection.main.head).startsWith('backward')).toBe(true)
  expect(onChange).not.toHaveBeenCalled()
})

test('an edit is told once, and its echo changes nothing', () => {
  const { view, show, onChange } = open({ source: program })
  type(view, '# ')
  expect(onChange.mock.calls).toEqual([[`# ${program}`]])
  const before = view.state
  show({ source: `# ${program}` })
  expect(view.state).toBe(before)
})

test('line ends of other systems are read as line ends', () => {
  const { view, show, onChange } = open({ source: 'a = 1\r\nb = 2' })
  show({ source: 'a = 1\r\nb = 3' })
  expect(view.state.doc.toString()).toBe('a = 1\nb = 3')
  expect(onChange).not.toHaveBeenCalled()
})

test('undo, redo and Escape go to the app', () => {
  const { view, onUndo, onRedo, onLeave, onChange } = open()
  const press = (key: string, more: KeyboardEventInit = {}): boolean =>
    runScopeHandlers(view, new KeyboardEvent('keydown', { key, ...more }), 'editor')
  type(view, '1')
  onChange.mockClear()
  expect(press('z', { ctrlKey: true })).toBe(true)
  press('y', { ctrlKey: true })
  press('Z', { ctrlKey: true, shiftKey: true, keyCode: 90 })
  press('Escape')
  expect([onUndo, onRedo, onLeave].map((each) => each.mock.calls.length)).toEqual([1, 2, 1])
  expect(onChange).not.toHaveBeenCalled()
})

test('the diagnostic is marked with Python’s sentence and the hint, moves with its text and goes', () => {
  const diagnostic = {
    type: 'NameError',
    message: "name 'z' is not defined",
    hint: 'Define z first.',
    line: 1,
    span: { from: 4, to: 5 },
  }
  const { view, show, content } = open({ source: 'y = z' })
  const marks = (): string[] => {
    const found: string[] = []
    forEachDiagnostic(view.state, ({ message }, from, to) => found.push(`${view.state.sliceDoc(from, to)}: ${message}`))
    return found
  }
  expect(content.getAttribute('aria-invalid')).toBe('false')
  show({ source: 'y = z', diagnostic })
  expect(marks()).toEqual(["z: NameError: name 'z' is not defined\nDefine z first."])
  expect(content.getAttribute('aria-invalid')).toBe('true')
  type(view, '# \n')
  expect(marks()).toHaveLength(1)
  show({ source: view.state.doc.toString(), diagnostic: null })
  expect(marks()).toEqual([])
})

test('the current line carries its walk, also beside the text', () => {
  const { root, view } = open({ source: program })
  showCurrentLine(view, { line: 3, phase: 'backward' })
  expect(root.querySelector('.cm-line.current.backward')?.textContent).toBe('y = x * x')
  showCurrentLine(view, { line: 2, phase: 'forward' })
  expect(root.querySelector('.cm-line.current.forward')?.textContent).toContain('1.5')
  expect(root.querySelector('.current.backward')).toBe(null)
  showCurrentLine(view, { line: 99, phase: 'forward' })
  expect(root.querySelector('.cm-line.current')).toBe(null)
})

test('colours come as classes: numbers are values, grad names are gradients, comments are neither', () => {
  const { root, view } = open({ source: 'x = t(1.5, 2., requires_grad=True)\nx.backward()  # x.grad 3.' })
  // on a busy machine the editor parses on after its first few milliseconds
  forceParsing(view, view.state.doc.length, 5000)
  const texts = (name: string): (string | null)[] =>
    Array.from(root.querySelectorAll(`.${name}`), ({ textContent }) => textContent)
  expect(texts('tok-number')).toEqual(['1.5', '2', '.'])
  expect(texts('tok-gradient')).toEqual(['requires_grad', 'backward'])
  expect(texts('tok-comment')).toEqual(['# x.grad 3.'])
})

test('brackets come in pairs, are stepped over and go together', () => {
  const { view } = open({ source: '' })
  for (const key of ['f', '(', '[', '1', ']', ')']) type(view, key)
  expect(view.state.doc.toString()).toBe('f([1])')
  expect(view.state.selection.main.head).toBe(6)
  type(view, '(')
  runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Backspace' }), 'editor')
  expect(view.state.doc.toString()).toBe('f([1])')
})

test('a program that is read only cannot be typed into, and can again when it is set free', () => {
  const { content, view, show } = open({ source: program, readOnly: true })
  expect([content.getAttribute('contenteditable'), content.getAttribute('aria-readonly'), content.tabIndex]).toEqual([
    'false',
    'true',
    0,
  ])
  runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Tab' }), 'editor')
  runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Enter' }), 'editor')
  expect(view.state.doc.toString()).toBe(program)
  show({ readOnly: false })
  expect(content.getAttribute('contenteditable')).toBe('true')
  runScopeHandlers(view, new KeyboardEvent('keydown', { key: 'Enter' }), 'editor')
  expect(view.state.doc.toString()).toBe(`\n${program}`)
})
