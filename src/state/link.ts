import { strToU8, Unzlib, zlibSync } from 'fflate'
import { crc32 } from '../scene/crc32.ts'
import { boundedJson, type LinkState, longestSource, packed, unpacked } from './link-schema.ts'

export type { LinkState } from './link-schema.ts'

/** What came out of a link. */
export type Decoded =
  | { readonly kind: 'ok'; readonly state: LinkState }
  | { readonly kind: 'newer'; readonly version: number; readonly raw: string }
  | { readonly kind: 'error'; readonly message: string; readonly raw: string }

/** How long a link is and what to say about it. A refused one is not to be handed out: it would not open. */
export interface LinkSize {
  readonly level: 'short' | 'long' | 'very long' | 'refused'
  /** Of the hash, without its `#`. */
  readonly characters: number
  readonly note: string | null
}

/** `migrations[n - 1]` turns content of format n into content of format n + 1, whatever it is given, without throwing. Old links open for ever. */
const migrations: readonly ((content: unknown) => unknown)[] = []
const version = migrations.length + 1

/** Format, length, checksum, payload; a link cut within its checksum still says how long it was. */
const envelope = /^(\d{1,4})\.(\d{1,6})\.(?:([0-9a-f]{8})\.([\w-]*)|[0-9a-f]{1,8})$/

const longestHash = 32_768
const mostInflated = 256 * 1024

/** The hash of a link: `1.<characters of the payload>.<crc32 of the payload>.<payload>`, the payload being base64url of zlib of JSON. */
export function encodeLink(state: LinkState): string {
  const payload = base64url(zlibSync(strToU8(JSON.stringify(packed(state))), { level: 9 }))
  return `${version}.${payload.length}.${crc32(payload)}.${payload}`
}

/** How long the link to a state is. */
export function linkSize(state: LinkState): LinkSize {
  const characters = encodeLink(state).length
  const { length } = state.source
  if (length > longestSource)
    return {
      level: 'refused',
      characters,
      note: `This program has ${count(length)} characters and a link carries at most ${count(longestSource)}. Send the program itself.`,
    }
  if (characters > longestHash)
    return {
      level: 'refused',
      characters,
      note: `This link would have ${count(characters)} characters and at most ${count(longestHash)} are read. Send the program itself.`,
    }
  if (characters > 8000)
    return {
      level: 'very long',
      characters,
      note: 'This link is very long; send it in an e-mail or a file, many programs cut it.',
    }
  if (characters > 2000)
    return {
      level: 'long',
      characters,
      note: 'This link is long; some chat programs cut links near 2,000 characters.',
    }
  return { level: 'short', characters, note: null }
}

/** The state in a link's hash, or what is wrong with it. Never throws; whatever was altered on the way is refused. */
export function decodeLink(raw: string): Decoded {
  const failed = (message: string): Decoded => ({ kind: 'error', message, raw })
  const hash = raw.trim().replace(/^(?:#|%23)+/i, '')
  if (hash.length > longestHash)
    return failed(
      `This link has ${count(hash.length)} characters and at most ${count(longestHash)} are read. Ask for the program itself.`,
    )
  const parts = envelope.exec(repaired(hash))
  if (parts === null) return failed(`This is not a link of Gradwalk, or it was damaged on its way. ${again}`)
  const [, , , sum = '', payload = ''] = parts
  const [format, length] = [Number(parts[1]), Number(parts[2])]
  if (payload.length < length)
    return failed(`${count(payload.length)} of ${count(length)} characters of this link arrived. ${again}`)
  if (payload.length > length || crc32(payload) !== sum || format < 1)
    return failed(`This link was altered on its way. ${again}`)
  if (format > version) return { kind: 'newer', version: format, raw }
  const text = inflated(payload)
  const state = text === null ? null : unpacked(migrated(boundedJson(text), format))
  if (state === null) return failed(`This link arrived whole, but holds no program. Ask for a new one.`)
  if (state.source.length > longestSource)
    return failed(
      `The program in this link has ${count(state.source.length)} characters and at most ${count(longestSource)} are read. Ask for the program itself.`,
    )
  return { kind: 'ok', state }
}

const again = 'Ask for it again, or paste it whole.'
const count = (n: number): string => n.toLocaleString('en')

/** Undoes what mail and chat programs do to a link, where that loses nothing: the checksum has the last word. */
function repaired(hash: string): string {
  const text = hash.replace(/[\s\u00ad\u200b]+/g, '').replace(/&.*$/, '')
  let end = text.length
  while (end > 0 && ').,;:!?\'"]>*'.includes(text[end - 1] ?? '')) end--
  return text.slice(0, end)
}

/** Content of an older format as content of the present one. */
function migrated(content: unknown, from: number): unknown {
  return migrations.slice(from - 1).reduce((now, migrate) => migrate(now), content)
}

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The text in a payload; null where it is no zlib stream of UTF-8, or longer than 256 KiB when inflated. */
function inflated(payload: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const decoder = new TextDecoder('utf-8', { fatal: true })
    let text = ''
    let size = 0
    const stream = new Unzlib((chunk, final) => {
      size += chunk.length
      if (size > mostInflated) throw new Error('too long')
      text += decoder.decode(chunk, { stream: !final })
    })
    // In small pieces, because one piece is inflated whole before its size is seen, and deflate expands up to 1,029 times.
    for (let at = 0; at < bytes.length; at += 256) stream.push(bytes.subarray(at, at + 256), at + 256 >= bytes.length)
    return text
  } catch {
    return null
  }
}
