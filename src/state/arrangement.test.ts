import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Arrangement, arranged, arrangementIn, hideable, lockable, nothingArranged } from './arrangement.ts'

const queryOf = (address: string): string => /\?[^#]*/.exec(address)?.[0] ?? ''
const arrangements: fc.Arbitrary<Arrangement> = fc.record({
  hide: fc.subarray([...hideable]),
  lock: fc.subarray([...lockable]),
})

test('what is written into an address is read from it again, and the rest of the address stays', () => {
  fc.assert(
    fc.property(
      arrangements,
      arrangements,
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      (one, other, url) => {
        const plain = arranged(url, nothingArranged)
        const address = arranged(arranged(plain, one), other)
        expect(arrangementIn(queryOf(address))).toEqual(other)
        expect(arranged(address, nothingArranged)).toBe(plain)
      },
    ),
  )
})

test('the address stays readable', () => {
  const arrangement: Arrangement = { hide: ['program', 'levels'], lock: ['numbers'] }
  expect(arranged('https://a.example/b/#1.2.3', arrangement)).toBe(
    'https://a.example/b/?hide=program,levels&lock=numbers#1.2.3',
  )
  expect(arranged('https://a.example/b/?course=7&hide=table#1', arrangement)).toBe(
    'https://a.example/b/?course=7&hide=program,levels&lock=numbers#1',
  )
})

test('words in any order and case, coded or doubled, are read; words that are not known mean nothing', () => {
  expect(arrangementIn('?hide=Levels,program,levels&lock=%6eumbers')).toEqual({
    hide: ['program', 'levels'],
    lock: ['numbers'],
  })
  expect(arrangementIn('?hide=a%2Cprogram&hide=table&lock=numbers,everything')).toEqual({
    hide: ['program', 'table'],
    lock: ['numbers'],
  })
  for (const query of [
    '',
    '?',
    '?hide',
    '?hide=&lock=',
    '?hide=numbers&lock=table',
    '?hide=__proto__,constructor',
    '?lock=%E0%A4%A',
  ])
    expect(arrangementIn(query)).toEqual(nothingArranged)
})

test('nothing hostile throws, and nothing but known words comes out', () => {
  const query = fc.oneof(
    fc.string(),
    fc.string().map((text) => `?hide=${text}&lock=${text}`),
  )
  fc.assert(
    fc.property(query, (text) => {
      const { hide, lock } = arrangementIn(text)
      expect(hideable.filter((word) => hide.includes(word))).toEqual(hide)
      expect(lockable.filter((word) => lock.includes(word))).toEqual(lock)
    }),
  )
})

test('lecturers are told of every word', () => {
  const tables = readFileSync(new URL('../../docs/lecturer.md', import.meta.url), 'utf8').split('| hide= |')[1] ?? ''
  const [hide = '', lock = ''] = tables.split('| lock= |')
  for (const word of hideable) expect(hide).toContain(`\`${word}\``)
  for (const word of lockable) expect(lock).toContain(`| \`${word}\` |`)
})
