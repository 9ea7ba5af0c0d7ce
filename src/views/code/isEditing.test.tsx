import { expect, test } from 'vitest'
import { isEditing } from './isEditing.ts'

function seen(element: Element, parent: Node = document.body): boolean | null {
  let answer: boolean | null = null
  const listen = (event: KeyboardEvent): void => {
    answer = isEditing(event)
  }
  parent.appendChild(element)
  window.addEventListener('keydown', listen)
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true, composed: true }))
  window.removeEventListener('keydown', listen)
  element.remove()
  return answer
}

const made = (name: string, attributes: Readonly<Record<string, string>> = {}): Element => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

test.each([
  ['input', {}],
  ['textarea', {}],
  ['select', {}],
  ['div', { contenteditable: 'true' }],
  ['div', { contenteditable: '' }],
  ['div', { class: 'cm-editor' }],
])('a key in a %s with %j is editing', (name, attributes) => {
  expect(seen(made(name, attributes))).toBe(true)
})

test.each([
  ['button', {}],
  ['body-like', {}],
  ['div', { contenteditable: 'false' }],
])('a key on a %s with %j is not editing', (name, attributes) => {
  expect(seen(made(name, attributes))).toBe(false)
})

test('a field in a shadow root is recognised from outside, a button in one is not', () => {
  const host = document.body.appendChild(made('div'))
  const root = host.attachShadow({ mode: 'open' })
  expect(seen(made('textarea'), root)).toBe(true)
  expect(seen(made('button'), root)).toBe(false)
  host.remove()
})
