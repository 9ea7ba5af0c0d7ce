import { act, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { arrangementIn, nothingArranged } from '../../state/arrangement.ts'
import { ShareDialog, type ShareDialogProps } from './ShareDialog.tsx'

// jsdom knows the element but cannot open it.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    if (!this.open) return
    this.open = false
    queueMicrotask(() => this.dispatchEvent(new Event('close')))
  }
})

function open(changes: Partial<ShareDialogProps> = {}) {
  const onClose = vi.fn()
  const copy = vi.fn(async () => true)
  const url = 'https://gradwalk.example/#v.1.2.3'
  const { container } = render(
    <StrictMode>
      <ShareDialog
        open
        onClose={onClose}
        url={url}
        note={null}
        arrangement={nothingArranged}
        inLesson={false}
        copy={copy}
        {...changes}
      />
    </StrictMode>,
  )
  return { container, onClose, copy, url }
}

test('Copy puts the link on the clipboard and says so', async () => {
  const { copy, url } = open()
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy' })))
  expect(copy.mock.calls).toEqual([[url]])
  expect(screen.getByText('Copied').getAttribute('aria-live')).toBe('polite')
})

test('where copying is refused the link is selected, to copy by hand', async () => {
  const { url } = open({ copy: async () => false })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy' })))
  expect(screen.getByText(/press Ctrl C/)).toBeTruthy()
  const field = screen.getByLabelText<HTMLTextAreaElement>('Link')
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(url)
})

test('the code is one path with a quiet zone of four modules', () => {
  const { container } = open()
  expect(container.querySelectorAll('svg *')).toHaveLength(1)
  expect(container.querySelector('svg')?.getAttribute('viewBox')).toMatch(/^-4 -4 (\d+) \1$/)
})

test('a link too long for a code says so, with its note', () => {
  const { container } = open({ url: `https://gradwalk.example/#${'a'.repeat(3000)}`, note: 'Some chats cut it.' })
  expect(container.querySelector('svg')).toBe(null)
  expect(screen.getByText(/too long for a QR code/)).toBeTruthy()
  expect(screen.getByText('Some chats cut it.')).toBeTruthy()
})

test('Close and a click on the backdrop close it once, a selection that ends there does not', async () => {
  const { onClose } = open()
  const dialog = screen.getByRole('dialog')
  await act(async () => {})
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.mouseDown(screen.getByLabelText('Link'))
  fireEvent.click(dialog)
  await act(async () => {})
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.mouseDown(dialog)
  fireEvent.click(dialog)
  await act(async () => {})
  expect(onClose).toHaveBeenCalledTimes(1)
})

const linkIn = (label = 'Link') => screen.getByLabelText<HTMLTextAreaElement>(label).value
const queryOf = (url: string) => new URL(url).search

test('check boxes make a class link, and the code is that of the new link', () => {
  const { container, url } = open()
  const path = () => container.querySelector('svg path')?.getAttribute('d')
  const before = path()
  fireEvent.click(screen.getByLabelText('Table'))
  fireEvent.click(screen.getByLabelText('Program'))
  fireEvent.click(screen.getByLabelText('Numbers of leaves'))
  expect(linkIn()).toBe('https://gradwalk.example/?hide=program,table&lock=numbers#v.1.2.3')
  expect(screen.getByText(new RegExp(`^${linkIn().length} characters`))).toBeTruthy()
  expect(path()).not.toBe(before)
  for (const name of ['Table', 'Program', 'Numbers of leaves']) fireEvent.click(screen.getByLabelText(name))
  expect([linkIn(), path()]).toEqual([url, before])
})

test('a link made inside a class link hides and locks the same, and a lesson can be locked in a lesson', () => {
  const arrangement = arrangementIn('?hide=levels&lock=program')
  open({ arrangement, inLesson: true })
  expect(arrangementIn(queryOf(linkIn()))).toEqual(arrangement)
  fireEvent.click(screen.getByLabelText('This lesson'))
  expect(arrangementIn(queryOf(linkIn())).lock).toEqual(['program', 'lesson'])
})

test('what is copied to embed is a frame at the very link, whatever stands in it', async () => {
  const { copy } = open({ url: 'https://gradwalk.example/?a="><script>&b=\'<#v.1.2.3' })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy the HTML', hidden: true })))
  const [[code = ''] = []]: readonly (readonly string[])[] = copy.mock.calls
  expect(code).toBe(linkIn('HTML'))
  const page = new DOMParser().parseFromString(code, 'text/html')
  expect([...page.body.children].map(({ tagName }) => tagName)).toEqual(['IFRAME'])
  expect(page.querySelector('iframe')?.getAttribute('src')).toBe(linkIn())
  expect(page.querySelector('iframe')?.getAttribute('sandbox')).not.toContain('allow-same-origin')
})

test('the code fills the screen until any key is pressed, and the dialog is still there', async () => {
  open()
  fireEvent.click(screen.getByRole('button', { name: 'Full screen' }))
  const large = screen.getByRole('dialog', { name: 'The link as a QR code' })
  expect(large.querySelector('svg')).toBeTruthy()
  fireEvent.keyDown(large, { key: 'Shift' })
  expect(screen.queryByRole('dialog', { name: 'The link as a QR code' })).toBeTruthy()
  fireEvent.keyDown(large, { key: 'PageDown' })
  await act(async () => {})
  expect(screen.queryByRole('dialog', { name: 'The link as a QR code' })).toBe(null)
  expect(screen.getByRole('dialog', { name: 'A link to exactly this step' })).toBeTruthy()
})
