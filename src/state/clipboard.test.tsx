import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { copyText } from './clipboard.ts'

let copied: string[] = []
const execCommand = vi.fn((_: string): boolean => {
  const field = document.activeElement
  if (field instanceof HTMLTextAreaElement)
    copied.push(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0))
  return true
})

/** The browser's clipboard, which may refuse. */
function clipboard(writeText: (text: string) => Promise<void>): void {
  vi.stubGlobal('navigator', { clipboard: { writeText } })
}

beforeEach(() => {
  copied = []
  document.body.innerHTML = '<button>Share</button><dialog open><button>Copy</button></dialog>'
  Object.defineProperty(document, 'execCommand', { value: execCommand, configurable: true })
})
afterEach(() => void vi.unstubAllGlobals())

test('text goes to the clipboard', async () => {
  const writeText = vi.fn(async () => undefined)
  clipboard(writeText)
  expect(await copyText('a link')).toBe(true)
  expect(writeText).toHaveBeenCalledWith('a link')
  expect(copied).toEqual([])
})

test.each([
  ['refuses', () => clipboard(() => Promise.reject(new Error('denied')))],
  ['is not there', () => vi.stubGlobal('navigator', {})],
])('where the clipboard %s, the text is copied as a selection and the focus returns', async (_, arrange) => {
  arrange()
  const button = document.querySelector<HTMLButtonElement>('dialog button')!
  button.focus()
  const before = document.body.innerHTML
  expect(await copyText('line 1\nline 2')).toBe(true)
  expect(copied).toEqual(['line 1\nline 2'])
  expect(document.activeElement).toBe(button)
  expect(document.body.innerHTML).toBe(before)
})

test('where neither way is open the answer is no, and nothing is left behind', async () => {
  vi.stubGlobal('navigator', {})
  const before = document.body.innerHTML
  execCommand.mockImplementationOnce(() => false)
  expect(await copyText('x')).toBe(false)
  execCommand.mockImplementationOnce(() => {
    throw new Error('no')
  })
  expect(await copyText('x')).toBe(false)
  expect(document.body.innerHTML).toBe(before)
})
