/** What of a computed style makes the look of a shape or a text. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-opacity',
  'opacity',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'paint-order',
  'display',
  'visibility',
] as const

/** A font that every computer has, in place of the page's own. */
const generic = (family: string): string =>
  /katex|serif|times/i.test(family) && !/sans/i.test(family)
    ? 'serif'
    : /mono/i.test(family)
      ? 'monospace'
      : 'sans-serif'

/** A drawing of this page as an SVG file that stands alone: looks written into every element, cropped to what is drawn, on the page's paper. */
export function pictureSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) throw new Error('an SVG element was copied to something else')
  const [from, to] = [svg, copy].map((root) => [...root.querySelectorAll<SVGElement>('*')])
  to!.forEach((element, i) => {
    const style = getComputedStyle(from![i]!)
    for (const name of looks) {
      const value = style.getPropertyValue(name)
      if (value !== '') element.setAttribute(name, value)
    }
    element.setAttribute('font-family', generic(style.fontFamily))
    for (const { name } of [...element.attributes])
      if (name === 'style' || name === 'class' || name === 'role' || name === 'tabindex' || /^(data|aria)-/.test(name))
        element.removeAttribute(name)
  })
  for (const element of to!)
    if (element.getAttribute('display') === 'none' || element.tagName === 'foreignObject') element.remove()
  const content = svg.querySelector('g')
  const box = content === null ? svg.getBBox() : content.getBBox()
  copy.querySelector('g')?.removeAttribute('transform')
  const room = 12
  const [x, y, width, height] = [box.x - room, box.y - room, box.width + 2 * room, box.height + 2 * room]
  for (const { name } of [...copy.attributes]) copy.removeAttribute(name)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('viewBox', [x, y, width, height].map((part) => part.toFixed(1)).join(' '))
  copy.setAttribute('width', width.toFixed(0))
  copy.setAttribute('height', height.toFixed(0))
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const sides = { x, y, width, height, fill: paperOf(svg) }
  for (const [name, value] of Object.entries(sides)) paper.setAttribute(name, String(value))
  copy.prepend(paper)
  return new XMLSerializer().serializeToString(copy)
}

/** The colour behind an element. */
function paperOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor
  }
  return 'white'
}
