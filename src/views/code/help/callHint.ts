import { type EditorState, type Extension, Prec, StateEffect, StateField, type Transaction } from '@codemirror/state'
import { EditorView, keymap, showTooltip, type Tooltip } from '@codemirror/view'
import { callAt, type OpenCall } from '../../../scene/help/call.ts'
import { nameIn, parametersIn } from '../../../torch/documentation/entry.ts'
import { programIn, type Tensors } from './programIn.ts'

const closeHint = StateEffect.define<null>()

/** Which of the parameters is being written; −1 where that cannot be said. */
export function parameterAt(parameters: readonly string[], { argument, keyword }: OpenCall): number {
  const nameOf = (part: string): string =>
    part
      .replace(/^\*+/, '')
      .replace(/[=:].*$/s, '')
      .trim()
  if (keyword !== null) return parameters.findIndex((part) => nameOf(part) === keyword)
  const variadic = parameters.findIndex((part) => /^\*\w/.test(part))
  if (variadic >= 0 && argument >= variadic) return variadic
  const star = parameters.indexOf('*')
  const places = star < 0 ? parameters.length : star
  return argument < places ? argument : -1
}

function hintFor(call: OpenCall): Tooltip {
  const create = () => {
    const dom = document.createElement('div')
    dom.className = 'help-call'
    const parameters = parametersIn(call.signature)
    const at = parameterAt(parameters, call)
    dom.append(`${nameIn(call.signature)}(`)
    parameters.forEach((text, i) => {
      if (i > 0) dom.append(', ')
      const element = document.createElement(i === at ? 'strong' : 'span')
      element.textContent = text
      dom.append(element)
    })
    dom.append(')')
    return { dom }
  }
  return { pos: call.at, above: true, create }
}

/** The call that someone writes: shown once they type in its brackets, until they leave them. */
interface Hint {
  readonly call: OpenCall
  readonly tooltip: Tooltip
}

const same = (a: OpenCall, b: OpenCall): boolean =>
  a.at === b.at && a.signature === b.signature && a.argument === b.argument && a.keyword === b.keyword

function next(hint: Hint | null, transaction: Transaction, tensors: Tensors): Hint | null {
  const { docChanged, selection, effects, state } = transaction
  if (effects.some((effect) => effect.is(closeHint)) || state.readOnly) return null
  const typed = transaction.isUserEvent('input')
  if (!docChanged && selection === undefined) return hint
  if (hint === null && !typed) return null
  if (!state.selection.main.empty) return null
  const call = callAt(programIn(state, tensors), state.selection.main.head)
  if (call === null || !call.signature.includes('(') || parametersIn(call.signature).length === 0) return null
  return hint !== null && same(hint.call, call) ? hint : { call, tooltip: hintFor(call) }
}

/** Shows how a function is called while its arguments are being written. */
export function callHint(tensors: () => Tensors): Extension {
  const field = StateField.define<Hint | null>({
    create: () => null,
    update: (hint, transaction) => next(hint, transaction, tensors()),
    provide: (from) => showTooltip.from(from, (hint) => hint?.tooltip ?? null),
  })
  const isOpen = (state: EditorState): boolean => state.field(field, false) != null
  const close = (view: EditorView): boolean => {
    if (!isOpen(view.state)) return false
    view.dispatch({ effects: closeHint.of(null) })
    return true
  }
  return [
    field,
    // below the keys of completion, which close first
    Prec.high(keymap.of([{ key: 'Escape', run: close }])),
    EditorView.domEventHandlers({ blur: (_, view) => void setTimeout(() => !view.hasFocus && close(view), 100) }),
  ]
}
