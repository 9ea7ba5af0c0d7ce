import type { Page } from 'playwright/test'

/** How the lesson is shown: to one reader, or to a room. */
export type Mode = 'student' | 'present'

/** What is shown of a lesson, and what is wrong with it. */
export interface Sight {
  /** The lesson, the beat and the stop. */
  readonly at: string
  /** Whether a question waits for an answer. */
  readonly asks: boolean
  readonly faults: readonly string[]
}

/** Waits until the page has come to rest, and lists what a reader would stumble over: text that is cut off, covered or out of reach, a part without content. */
export async function look(page: Page, mode: Mode): Promise<Sight> {
  let sight = await page.evaluate(sightOf, mode)
  // what is fetched or laid out apart comes a little later; a fault stays
  for (const patience of [60, 150, 400]) {
    if (sight.faults.length === 0) break
    await page.waitForTimeout(patience)
    sight = await page.evaluate(sightOf, mode)
  }
  return sight
}

/** Where the lesson is once the page has come to rest, and what is wrong at first sight. Costs a tenth of a look. */
export async function glance(page: Page): Promise<Sight> {
  const [sight] = await page.evaluate(glances, 'once')
  return sight!
}

/** What `glance` sees at every stop from here to the first of the next beat, or to the last one of the lesson, seen twice. */
export const walkBeat = (page: Page): Promise<Sight[]> => page.evaluate(glances, 'beat')

/** Runs in the page; what it needs is in it. Keys are pressed in the page too: that real ones do the same is for the journeys of the lesson. */
async function glances(how: string): Promise<Sight[]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  /** Lets React finish, without waiting for the picture to be drawn. */
  const turn = () => new Promise((resolve) => setTimeout(resolve))
  const glance = async (): Promise<Sight> => {
    await (how === 'beat' ? turn() : frame())
    for (let frames = 1; document.querySelector('[aria-busy="true"]') !== null && frames < 600; frames++) await frame()
    const lit = document.querySelectorAll('.lecture .graph-view[data-walking="true"] .node[data-lit="true"]').length
    const faults = [
      ...(lit > 7 ? [`${lit} nodes are lit at once`] : []),
      ...(document.querySelector('.katex-error') !== null ? ['a formula is not typeset'] : []),
      ...(document.querySelector(':is(.lesson, .lecture) .unknown') !== null
        ? ['a question mark stands for a number']
        : []),
    ]
    return {
      at: document.querySelector('.lesson, .lecture')?.getAttribute('data-at') ?? '',
      asks: document.querySelector('.choices button:not(:disabled)') !== null,
      faults,
    }
  }
  const beatOf = ({ at }: Sight): string => at.split(' ').slice(0, 2).join(' ')
  const seen = [await glance()]
  for (let here = seen[0]!, moved = how === 'beat'; moved; ) {
    const key = here.asks ? '1' : 'ArrowRight'
    const pressed = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    ;(document.activeElement ?? document.body).dispatchEvent(pressed)
    const next = await glance()
    seen.push(next)
    moved = beatOf(next) === beatOf(here) && next.at !== here.at
    here = next
  }
  return seen
}

/** Runs in the page; what it needs is in it. */
async function sightOf(mode: Mode): Promise<Sight> {
  interface Rect {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  interface Text {
    readonly says: string
    readonly element: Element
    readonly box: Rect
  }
  /** Pixels by which boxes of text may be wider than their ink. */
  const slack = 2
  const faults: string[] = []
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))

  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    element.closest('.spoken, .katex-mathml') === null &&
    getComputedStyle(element).clipPath === 'none'
  const isClip = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'
  const isScroll = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
  const within = (inner: number, outer: number, from: -1 | 1): boolean => (inner - outer) * from <= slack

  /** The part of a box that is seen, and whether anything of it is cut off for good. */
  const seen = (element: Element, box: Rect): { readonly box: Rect; readonly cut: string | null } => {
    let { left, top, right, bottom } = box
    let cut: string | null = null
    // what can be scrolled to is in reach: from there on its scroller counts
    let [reachX, reachY]: [Rect, Rect] = [box, box]
    const clip = (outer: Rect, across: string, down: string, name: string) => {
      if (isClip(across) && !(within(reachX.right, outer.right, 1) && within(reachX.left, outer.left, -1))) cut ??= name
      if (isClip(down) && !(within(reachY.bottom, outer.bottom, 1) && within(reachY.top, outer.top, -1))) cut ??= name
      if (across !== 'visible') [left, right] = [Math.max(left, outer.left), Math.min(right, outer.right)]
      if (down !== 'visible') [top, bottom] = [Math.max(top, outer.top), Math.min(bottom, outer.bottom)]
      if (isScroll(across)) reachX = outer
      if (isScroll(down)) reachY = outer
    }
    for (let each = element.parentElement; each !== null; each = each.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(each)
      const pans = each.closest('.graph-view') !== null && each.tagName === 'svg'
      const outer = each.getBoundingClientRect()
      if (pans) clip(outer, 'auto', 'auto', '')
      else if (each !== document.body && each !== document.documentElement)
        clip(outer, overflowX, overflowY, each.getAttribute('class') ?? each.tagName)
      if (position === 'fixed') break
    }
    clip({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }, 'hidden', 'hidden', 'window')
    return { box: { left, top, right, bottom }, cut }
  }

  const short = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)

  /** Every text: those of a drawing whole, formulas by what stays together in a line, others line by line. */
  const textsOf = (): Text[] => {
    const whole = [...document.querySelectorAll('svg text, .katex-html .base')]
      .filter((element) => isShown(element) && element.textContent.trim() !== '')
      .map((element): Text => {
        const box = element.getBoundingClientRect()
        return { says: short(element.textContent), element, box }
      })
    const pieces: Text[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent ?? ''
      if (
        parent === null ||
        text.trim() === '' ||
        parent.closest('svg, .katex, .cm-editor, select, script, style') !== null
      )
        continue
      if (!isShown(parent)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) pieces.push({ says: short(text), element: parent, box })
    }
    return [...whole, ...pieces].filter(({ box }) => box.right - box.left > 1 && box.bottom - box.top > 1)
  }

  /** The height of a letter within its line: what is above and below is empty. */
  const ink = ({ element, box }: Text): Rect => {
    const drawn = element.closest('svg') !== null
    const trim = (box.bottom - box.top) * (drawn ? 0.2 : 0.14)
    return { left: box.left + 1, right: box.right - 1, top: box.top + trim, bottom: box.bottom - trim }
  }

  await frame()
  await frame()
  if (document.querySelector('[aria-busy="true"]') !== null) faults.push('still busy')

  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push('the page scrolls sideways')
  const lesson = document.querySelector('.lesson, .lecture')
  if (lesson !== null && lesson.scrollWidth > lesson.clientWidth + 1)
    faults.push('the text of the lesson scrolls sideways')
  if ((lesson?.querySelector(mode === 'student' ? 'h2' : 'h1')?.textContent ?? '').trim() === '')
    faults.push('the beat has no title')
  const read = lesson?.querySelector('.lesson-text')
  if (mode === 'student' && (read == null || !isShown(read) || read.textContent.trim().length < 20)) {
    // a phone shows one panel at a time
    faults.push('the panel has no text')
  }
  if (lesson?.querySelector('.unknown') != null) faults.push('a question mark stands for a number')
  if (document.querySelector('.katex-error') !== null) faults.push('a formula is not typeset')
  if (/NaN|undefined|\[object/.test(document.body.innerText)) faults.push('NaN or undefined is said')
  const drawn = [
    ...document.querySelectorAll(':is(.stage, .lecture-stage) :is(.node, .curve, .target, .board li)'),
  ].filter((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    return (
      isShown(element) &&
      // a line that lies flat has no height
      right - left + bottom - top > 0 &&
      right > 0 &&
      left < innerWidth &&
      bottom > 0 &&
      top < innerHeight
    )
  })
  if (drawn.length === 0) faults.push('the picture is empty')
  const detail = document.querySelector('.detail > :last-child, .lecture-below')
  if (detail !== null && isShown(detail) && (detail.textContent ?? '').trim() === '') faults.push('the detail is empty')

  // a whole picture where there is room, the step's node everywhere
  let panned = false
  const view = document.querySelector('.graph-view svg')?.getBoundingClientRect()
  if (view !== undefined && view.width > 0) {
    const outside = [...document.querySelectorAll('.node')].filter((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect()
      return (
        left < view.left - slack || right > view.right + slack || top < view.top - slack || bottom > view.bottom + slack
      )
    })
    panned = outside.length > 0
    // a graph that would be too small to read is moved about instead, but not beside a plot
    const graph = document.querySelector('.graph-view svg > g')
    const scale = graph instanceof SVGGraphicsElement ? (graph.getScreenCTM()?.a ?? 1) : 1
    const beside = document.querySelector('.lesson-stage .graph-view') !== null
    const missed =
      innerWidth > 720 && mode === 'student' && (beside || scale > 0.56)
        ? outside
        : outside.filter((node) => node.getAttribute('data-state') === 'now')
    const chip = document.querySelector('.graph-view .chip rect')?.getBoundingClientRect()
    if (chip !== undefined && !panned && (chip.top < view.top - slack || chip.bottom > view.bottom + slack))
      faults.push('what flows is outside the frame')
    if (missed.length > 0)
      faults.push(
        `the graph is larger than its frame: ${missed.length} nodes outside, ${short(missed[0]?.textContent ?? '')}`,
      )
  }

  // the last row of a lecture hall is eight heights of the screen away
  const hall = mode === 'present' && innerWidth > 720
  const least = (element: Element): number => {
    if (!hall) return element.closest('.katex') === null ? 6.8 : 0
    return innerHeight / (element.closest('.lecture-formula .katex') === null ? 30 : 24) - 0.1
  }
  const shown: (Text & { readonly ink: Rect; readonly unit: Element })[] = []
  for (const text of textsOf()) {
    const { box, cut } = seen(text.element, text.box)
    if (cut !== null) faults.push(`cut off by ${cut}: “${text.says}”`)
    if (box.right - box.left < 3 || box.bottom - box.top < 3) continue
    const size = Number.parseFloat(getComputedStyle(text.element).fontSize)
    const scale = text.element instanceof SVGGraphicsElement ? (text.element.getScreenCTM()?.a ?? 1) : 1
    if (size * scale < least(text.element))
      faults.push(`too small to read (${(size * scale).toFixed(1)} px): “${text.says}”`)
    shown.push({ ...text, ink: ink({ ...text, box }), unit: text.element.closest('.katex') ?? text.element })
  }
  // what a drawing that is moved about has under the buttons can be moved out again
  const isUnder = (a: Element, b: Element): boolean =>
    panned && a.closest('.graph-view svg') !== null && b.closest('button, select') !== null
  for (const [i, a] of shown.entries())
    for (const b of shown.slice(i + 1)) {
      if (a.unit === b.unit || a.unit.contains(b.unit) || b.unit.contains(a.unit)) continue
      if (isUnder(a.unit, b.unit) || isUnder(b.unit, a.unit)) continue
      const wide = Math.min(a.ink.right, b.ink.right) - Math.max(a.ink.left, b.ink.left)
      const high = Math.min(a.ink.bottom, b.ink.bottom) - Math.max(a.ink.top, b.ink.top)
      if (wide > slack && high > slack) faults.push(`“${a.says}” and “${b.says}” cover each other`)
    }
  return {
    at: lesson?.getAttribute('data-at') ?? '',
    asks: document.querySelector('.choices button:not(:disabled)') !== null,
    faults: [...new Set(faults)],
  }
}
