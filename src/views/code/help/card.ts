import type { Entry } from '../../../torch/documentation/entry.ts'

function part(name: string, text: string): HTMLElement {
  const element = document.createElement('p')
  element.className = name
  element.textContent = text
  return element
}

/** An address that may be broken behind its slashes. */
function address(page: string): HTMLElement {
  const element = part('help-page', '')
  for (const [i, piece] of page.split(/(?<=\/)/).entries()) {
    if (i > 0) element.append(document.createElement('wbr'))
    element.append(piece)
  }
  return element
}

/** How it is called, what it is, its shape rule, and the address of its page: a text to copy, because nothing is fetched from elsewhere. */
export function documentationCard(signature: string, entry: Entry | null): HTMLElement {
  const card = document.createElement('div')
  card.className = 'help-card'
  card.append(part('help-signature', signature))
  if (entry === null) return card
  card.append(part('help-says', entry.says))
  if (entry.shape !== null) card.append(part('help-shape', `Shape: ${entry.shape}`))
  card.append(address(entry.page))
  return card
}

/** The same in words. */
export const spokenCard = (signature: string, entry: Entry | null): string =>
  [signature, entry?.says, entry?.shape === null || entry === null ? undefined : `Shape: ${entry.shape}`]
    .filter((text) => text !== undefined)
    .join('. ')
