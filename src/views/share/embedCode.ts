const named: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }

/** A text as it stands between the quotes of an attribute. */
const quoted = (text: string): string => `"${text.replaceAll(/[&"<>]/g, (sign) => named[sign] ?? sign)}"`

/**
 * The HTML that shows a link inside another page. The frame may run scripts, open the link in a tab of its own, and copy; it has no origin, so it
 * reaches nothing of the page around it, even where both lie on one host.
 */
export const embedCode = (url: string, title: string): string =>
  [
    `<iframe src=${quoted(url)}`,
    `title=${quoted(title)}`,
    'width="100%" height="640" style="border: 0" loading="lazy"',
    'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"',
    'allow="clipboard-write; fullscreen"></iframe>',
  ].join(' ')
