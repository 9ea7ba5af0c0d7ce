import { encode } from 'uqr'

/** A QR code: its modules a side, without the quiet zone, and the dark ones as one SVG path of unit squares. */
export interface QrCode {
  readonly modules: number
  readonly path: string
}

/** What the largest code (version 40, least error correction) holds. */
export const mostBytes = 2953

/** The QR code of a text, or null where the text is too long for one. */
export function qrCode(text: string): QrCode | null {
  if (new TextEncoder().encode(text).length > mostBytes) return null
  const { size, data } = encode(text, { ecc: 'L', border: 0 })
  return { modules: size, path: data.flatMap((row, y) => runs(row).map(([x, width]) => bar(x, y, width))).join('') }
}

const bar = (x: number, y: number, width: number): string => `M${x} ${y}h${width}v1h-${width}z`

/** Start and length of each run of dark modules in a row. */
function runs(row: readonly boolean[]): (readonly [number, number])[] {
  const starts = row.flatMap((dark, x) => (dark && row[x - 1] !== true ? [x] : []))
  return starts.map((start) => {
    const end = row.indexOf(false, start)
    return [start, (end < 0 ? row.length : end) - start]
  })
}
