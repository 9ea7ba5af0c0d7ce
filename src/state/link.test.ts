import fc from 'fast-check'
import { strToU8, Unzlib, zlibSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import { levels } from '../core/levels/magnify.ts'
import { layouts, notations, weightShapes } from '../scene/conventions.ts'
import { crc32 } from '../scene/crc32.ts'
import { detailNames } from '../scene/detail.ts'
import { questionKinds } from '../scene/quiz.ts'
import { decodeLink, encodeLink, type LinkState, linkSize } from './link.ts'
import { linkDefaults } from './link-schema.ts'

const state: LinkState = {
  ...linkDefaults,
  source: 'import torch\nw = torch.tensor(3.0, requires_grad=True)\nloss = w * w\nloss.backward()\n',
  cursor: { episode: 0, step: 2 },
  selected: 0,
  slow: true,
  present: true,
}

/** A link in format 1 with any content, well-formed on the outside. */
function wrapped(content: string): string {
  const payload = Buffer.from(zlibSync(strToU8(content))).toString('base64url')
  return `1.${payload.length}.${crc32(payload)}.${payload}`
}

const anyState = fc.record({
  source: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.nat(0xffff).map((code) => String.fromCharCode(code))).map((units) => units.join('')),
  ),
  cursor: fc.record(
    { episode: fc.nat(1000), step: fc.nat(100_000), part: fc.integer({ min: 1, max: 3 }) },
    { requiredKeys: ['episode', 'step'] },
  ),
  selected: fc.option(fc.nat(10_000), { nil: null }),
  present: fc.boolean(),
  slow: fc.boolean(),
  level: fc.constantFrom(...levels),
  entry: fc.option(fc.nat(10_000), { nil: null }),
  quiz: fc.option(fc.record({ kinds: fc.subarray([...questionKinds]), seed: fc.nat(1_000_000) }), { nil: null }),
  moving: fc.option(fc.record({ node: fc.nat(1000), entry: fc.nat(1000) }), { nil: null }),
  mistake: fc.option(fc.constantFrom('overwrites', 'sign'), { nil: null }),
  conventions: fc.record({
    notation: fc.constantFrom(...notations),
    layout: fc.constantFrom(...layouts),
    weights: fc.constantFrom(...weightShapes),
  }),
  detail: fc.option(fc.constantFrom(...detailNames), { nil: null }),
  sample: fc.oneof(fc.constant(null), fc.constant('all' as const), fc.nat(1000)),
  lesson: fc.option(
    fc.record({
      lesson: fc.constant('path'),
      beat: fc.constantFrom('seed', 'w2'),
      stop: fc.nat(20),
      chosen: fc.option(fc.nat(4), { nil: null }),
    }),
    { nil: null },
  ),
  open: fc.oneof(fc.constant(null), fc.constant('all' as const), fc.array(fc.nat(1000), { maxLength: 20 })),
})

const link = encodeLink(state)
const length = Number(link.split('.')[1])
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const messageOf = (hash: string): string => {
  const decoded = decodeLink(hash)
  return decoded.kind === 'error' ? decoded.message : decoded.kind
}

/** A link that was changed opens to what it was made of, or does not open. */
function expectHarmless(changed: string): void {
  const decoded = decodeLink(changed)
  if (decoded.kind === 'ok') expect(decoded.state, changed).toEqual(state)
  else expect(decoded.raw).toBe(changed)
}

test('what is encoded is decoded to the same state', () => {
  fc.assert(
    fc.property(anyState, (any) => {
      expect(decodeLink(encodeLink(any))).toEqual({ kind: 'ok', state: any })
    }),
    { seed: 1 },
  )
})

test('a link is made of characters that survive in an address, and names its length and checksum', () => {
  expect(link).toMatch(/^1\.\d+\.[0-9a-f]{8}\.[\w-]+$/)
  expect(length).toBe(link.split('.')[3]?.length)
  expect(crc32('123456789'), 'the checksum of zip and PNG').toBe('cbf43926')
})

test('every one-character corruption of a link is refused or harmless', () => {
  for (let at = 0; at < link.length; at++) {
    for (const other of `${alphabet}.%#& é`)
      if (link[at] !== other) expectHarmless(link.slice(0, at) + other + link.slice(at + 1))
    expectHarmless(link.slice(0, at) + link.slice(at + 1))
    expectHarmless(`${link.slice(0, at)}${link[at + 1] ?? ''}${link[at]}${link.slice(at + 2)}`)
    for (const other of 'A0.-_') expectHarmless(link.slice(0, at) + other + link.slice(at))
  }
})

test('corruption inside the payload never opens', () => {
  const start = link.lastIndexOf('.') + 1
  for (let at = start; at < link.length; at++)
    for (const other of alphabet)
      if (link[at] !== other)
        expect(messageOf(link.slice(0, at) + other + link.slice(at + 1))).toContain('altered on its way')
})

test('a link that lost its end says how much arrived, wherever it was cut', () => {
  const start = link.lastIndexOf('.') + 1
  for (let at = start + 1; at < link.length; at++)
    expect(messageOf(link.slice(0, at))).toBe(
      `${at - start} of ${length} characters of this link arrived. Ask for it again, or paste it whole.`,
    )
  expect(messageOf(link.slice(0, start - 3))).toContain(`0 of ${length} characters`)
  expect(messageOf(link.slice(0, 3))).toContain('not a link of Gradwalk')
  const long = encodeLink({ ...state, source: noise(3000) })
  expect(messageOf(long.slice(0, 1412))).toMatch(/^1,\d{3} of \d,\d{3} characters of this link arrived/)
})

test('what mail and chat do to a link is undone', () => {
  for (const changed of [
    `#${link}`,
    `%23${link}`,
    ` #${link}`,
    `${link})`,
    `${link}.`,
    `${link},`,
    `${link}).`,
    `${link}\n`,
    `${link.slice(0, 40)}\n${link.slice(40)}`,
    `${link.slice(0, 40)}\r\n  ${link.slice(40)}`,
    ` ${link} `,
    `${link}&amp;utm=x`,
    `${link}&utm=x`,
  ])
    expect(decodeLink(changed), changed.slice(-20)).toEqual({ kind: 'ok', state })
})

test('a link from a newer version says so and keeps its bytes; a cut one says that it was cut', () => {
  const newer = link.replace(/^1/, '2')
  expect(decodeLink(`#${newer}`)).toEqual({ kind: 'newer', version: 2, raw: `#${newer}` })
  expect(messageOf(newer.slice(0, -1))).toContain(`${length - 1} of ${length}`)
  expect(messageOf(link.replace(/^1/, '0'))).toContain('altered')
})

test.each([
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['a text', '"s"'],
  ['null', 'null'],
  ['a number for the program', '{"s":1}'],
  ['a list for the program', '{"s":["x"]}'],
  ['a step before the first', '{"s":"x","n":-1}'],
  ['half a step', '{"s":"x","n":1.5}'],
  ['a huge step', '{"s":"x","n":1e99}'],
  ['an infinite step', '{"s":"x","n":1e999}'],
  ['a text for a step', '{"s":"x","n":"1"}'],
  ['a number for a switch', '{"s":"x","p":1}'],
  ['a program in the prototype', '{"__proto__":{"s":"x"}}'],
  ['no JSON', 'not JSON'],
  ['nothing', ''],
  ['brackets without end', '['.repeat(50_000)],
  ['an unknown key nested 33 deep', `{"s":"x","z":${'['.repeat(32)}${']'.repeat(32)}}`],
  ['too many values', `{"s":"x","z":[${'0,'.repeat(20_000)}0]}`],
])('content that does not fit is refused: %s', (_, content) => {
  expect(messageOf(wrapped(content))).toContain('holds no program')
})

test.each([
  '"t":"nowhere"',
  '"t":7',
  '"o":[1,-1]',
  '"o":"some"',
  `"o":[${'1,'.repeat(500)}1]`,
  '"m":-1',
  '"m":"none"',
  '"v":{"n":"nobody"}',
  '"v":[1]',
])('an arrangement of the screen that cannot be (%s) falls back, and the program opens at its step', (part) => {
  expect(decodeLink(wrapped(`{"s":"x","n":3,${part}}`))).toEqual({
    kind: 'ok',
    state: { ...linkDefaults, source: 'x', cursor: { episode: 0, step: 3 } },
  })
})

test('unknown keys are dropped, and no prototype is touched', () => {
  const content = '{"s":"x","z":[[{"\\"[":"]]]"}]],"__proto__":{"present":true},"constructor":{"prototype":{"p":true}}}'
  const decoded = decodeLink(wrapped(content))
  expect(decoded).toEqual({
    kind: 'ok',
    state: { ...linkDefaults, source: 'x' },
  })
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
  expect(Object.hasOwn(Object.prototype, 'present')).toBe(false)
})

test('a program of 20,000 characters opens, and a longer one is refused with its length', () => {
  expect(decodeLink(wrapped(JSON.stringify({ s: 'x'.repeat(20_000) }))).kind).toBe('ok')
  expect(messageOf(wrapped(JSON.stringify({ s: 'x'.repeat(20_001) })))).toContain(
    '20,001 characters and at most 20,000',
  )
})

test('a bomb is refused after its first few hundred bytes', () => {
  const bomb = wrapped(JSON.stringify({ s: 'x'.repeat(20_000_000) }))
  expect(bomb.length).toBeLessThan(32_768)
  const push = vi.spyOn(Unzlib.prototype, 'push')
  expect(messageOf(bomb)).toContain('holds no program')
  expect(push.mock.calls.length).toBeLessThan(5)
  for (const [piece] of push.mock.calls) expect(piece.length).toBeLessThanOrEqual(256)
  push.mockRestore()
})

test('a link longer than any that is made is refused, whatever it is made of', () => {
  for (const c of ['1', ')', '#', '&amp;', '%23', ' \n', '.']) {
    expect(messageOf(`1${c.repeat(32_768)}x`)).toContain('at most 32,768')
    expect(messageOf(`1${c.repeat(32_766 / c.length)}x`)).toContain('not a link of Gradwalk')
  }
})

test('a payload that is no zlib stream of UTF-8 is refused', () => {
  const raw = (bytes: Uint8Array): string => {
    const payload = Buffer.from(bytes).toString('base64url')
    return `1.${payload.length}.${crc32(payload)}.${payload}`
  }
  const good = zlibSync(strToU8('{"s":"x"}'))
  expect(decodeLink(raw(good)).kind).toBe('ok')
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(1, 2, 3),
    good.subarray(0, 7),
    zlibSync(Uint8Array.of(...strToU8('{"s":"'), 0xff, 0xfe, ...strToU8('"}'))),
  ])
    expect(decodeLink(raw(bytes)).kind).toBe('error')
})

test('garbage never throws', () => {
  const garbage = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.stringMatching(/^\d\.\d{1,3}\.[0-9a-f]{8}\.[\w-]{0,50}$/),
  )
  fc.assert(
    fc.property(garbage, (text) => {
      expect(['error', 'newer']).toContain(decodeLink(text).kind)
      expect(decodeLink(wrapped(text)).kind).toBe('error')
    }),
    { seed: 1, numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(decodeLink(wrapped(text)).kind).toBe('error')
    }),
    { seed: 1 },
  )
})

test('defaults are left out, so links stay short', () => {
  const plain = { ...state, cursor: { episode: 0, step: 0 }, selected: null, present: false }
  expect(encodeLink(plain).length).toBeLessThan(link.length)
})

/** A text that does not compress. */
const noise = (count: number, from = 0x20, to = 0x7e): string => {
  let seed = 1
  return Array.from({ length: count }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCharCode(from + (seed % (to - from)))
  }).join('')
}

test('a link’s length decides what is said about it, and one that would not open is refused', () => {
  const sizeOf = (source: string) => linkSize({ ...state, source })
  expect(sizeOf(state.source)).toEqual({ level: 'short', characters: link.length, note: null })
  expect(sizeOf(noise(3000))).toMatchObject({ level: 'long', note: expect.stringContaining('2,000') })
  expect(sizeOf(noise(15_000))).toMatchObject({ level: 'very long', note: expect.stringContaining('very long') })
  expect(sizeOf(noise(20_000, 0x4e00, 0x9fff))).toMatchObject({
    level: 'refused',
    note: expect.stringContaining('32,768'),
  })
  expect(sizeOf(' '.repeat(20_001))).toMatchObject({ level: 'refused', note: expect.stringContaining('20,001') })
  for (const source of [
    noise(3000),
    noise(15_000),
    noise(3000, 0x4e00, 0x9fff),
    '🙂é'.repeat(3000) + noise(500, 0x80, 0x7ff),
  ])
    expect(decodeLink(encodeLink({ ...state, source }))).toEqual({ kind: 'ok', state: { ...state, source } })
})
