import { strFromU8, strToU8, Unzlib, zlibSync } from 'fflate'
import { crc32 } from './crc32.ts'
import { type LinkState, longestSource, packed, unpacked } from './link-schema.ts'

export type { LinkState } from './link-schema.ts'

/** What came out of a link. */
export type Decoded =
  | { readonly kind: 'ok'; readonly state: LinkState }
  | { readonly kind: 'newer'; readonly version: number; readonly raw: string }
  | { readonly kind: 'error'; readonly message: string; readonly raw: string }

const version = 1
/** Turns content of format n into content of format n + 1: `migrations[n - 1]`. Old links open for ever. */
const migrations: readonly ((content: unknown) => unknown)[] = []

const longestHash = 32_768
const mostInflated = 256 * 1024

/** The hash of a link: `1.<characters of the payload>.<crc32 of the payload>.<payload>`, the payload being base64url of zlib of JSON. */
export function encodeLink(state: LinkState): string {
  const payload = base64url(zlibSync(strToU8(JSON.stringify(packed(state))), { level: 9 }))
  return `${version}.${payload.length}.${crc32(payload)}.${payload}`
}

/** How long a link is, and what to say about it. */
export function linkSize(state: LinkState): { readonly characters: number; readonly note: string | null } {
  const characters = encodeLink(state).length
  if (characters <= 2000) return { characters, note: null }
  if (characters <= 8000)
    return { characters, note: 'This link is long; some chat programs cut links near 2,000 characters.' }
  return { characters, note: 'This link is very long; send it in an e-mail or a file, many programs cut it.' }
}

const failed = (message: string, raw: string): Decoded => ({ kind: 'error', message, raw })
const again = 'Ask for it again, or paste it whole.'
const count = (n: number): string => n.toLocaleString('en')

/** Undoes what mail and chat programs do to a link, where that loses nothing. */
const repaired = (hash: string): string =>
  hash
    .replace(/^(#|%23)+/i, '')
    .replace(/\s+/g, '')
    .replace(/&amp;.*$/, '')
    .replace(/[).,;!'"\]>]+$/, '')

/** The state in a link's hash, or what is wrong with it. Never throws; whatever was altered on the way is refused. */
export function decodeLink(hash: string): Decoded {
  if (hash.length > longestHash)
    return failed(`This link has ${count(hash.length)} characters; at most ${count(longestHash)} are read.`, hash)
  const parts = /^(\d{1,4})\.(\d{1,6})\.([0-9a-f]{8})\.([A-Za-z0-9_-]*)$/.exec(repaired(hash))
  if (parts === null) return failed(`This is not a link of Gradwalk, or it was damaged on its way. ${again}`, hash)
  const [, format = '', length = '', sum = '', payload = ''] = parts
  if (Number(format) > version) return { kind: 'newer', version: Number(format), raw: hash }
  if (payload.length < Number(length))
    return failed(
      `${count(payload.length)} of ${count(Number(length))} characters of this link arrived. ${again}`,
      hash,
    )
  if (payload.length > Number(length) || crc32(payload) !== sum || Number(format) < 1)
    return failed(`This link was altered on its way. ${again}`, hash)
  const text = inflated(payload)
  const content = text === null ? undefined : parsed(text)
  const state = content === undefined ? null : unpacked(migrated(content, Number(format)))
  if (state === null)
    return failed(`This link arrived whole, but it holds no program of up to ${count(longestSource)} characters.`, hash)
  return { kind: 'ok', state }
}

/** Content of an older format as content of the present one. */
function migrated(content: unknown, from: number): unknown {
  let now = content
  for (const migrate of migrations.slice(from - 1)) now = migrate(now)
  return now
}

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The text in a payload; null where it is no zlib stream, or longer than 256 KiB when inflated. */
function inflated(payload: string): string | null {
  try {
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0))
    const chunks: Uint8Array[] = []
    let size = 0
    const stream = new Unzlib((chunk) => {
      size += chunk.length
      if (size > mostInflated) throw new Error('too long')
      chunks.push(chunk)
    })
    for (let at = 0; at < bytes.length; at += 512) stream.push(bytes.subarray(at, at + 512), at + 512 >= bytes.length)
    const whole = new Uint8Array(size)
    let at = 0
    for (const chunk of chunks) {
      whole.set(chunk, at)
      at += chunk.length
    }
    return strFromU8(whole)
  } catch {
    return null
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
