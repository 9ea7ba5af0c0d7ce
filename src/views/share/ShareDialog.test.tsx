import { act, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
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
      <ShareDialog open onClose={onClose} url={url} characters={url.length} note={null} copy={copy} {...changes} />
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
