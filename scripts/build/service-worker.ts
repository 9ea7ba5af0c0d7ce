// The app's service worker: keeps every file of the app in the browser, so that it opens without a network from the second visit on.
//
// The page itself comes from the network where there is one, so a reload always brings the newest version. A file whose name has a hash never
// changes, so it comes from what is kept, whichever version kept it. A new version is fetched beside the one that is open, and an older one's
// files go when no tab is open that may still ask for them: nothing changes under a reader. What is not kept is the network's business, a
// missing file's 404 included.
declare const self: ServiceWorkerGlobalScope
/** The files that make up the app, below its folder, the page as ''. The build fills it in. */
declare const appFiles: readonly string[]
/** Differs where any of these files does. The build fills it in. */
declare const appVersion: string

const files = appFiles
const home = self.registration.scope
/** A copy of the app in another folder of the same host has caches of its own. */
const family = `gradwalk ${home} `
const cacheName = family + appVersion
/** How long the network may take to answer with the page, in milliseconds. */
const patience = 3000

const addressOf = (file: string): string => new URL(file, home).href
const isHashed = (url: string): boolean => url.startsWith(addressOf('assets/'))
const named = new Set(files.map(addressOf).filter((url) => !isHashed(url)))
const pages = [home, addressOf('index.html')]

/** A file as it is kept: one with a hash by any version, another by this one. */
const kept = (url: string): Promise<Response | undefined> =>
  caches.match(url, { ignoreVary: true, ...(!isHashed(url) && { cacheName }) })

/** A file from the network; rejects where something else comes in its place, such as a page to log in. */
async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, { cache: isHashed(url) ? 'default' : 'no-cache', priority: 'low' })
  const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false
  if (!response.ok || response.redirected || isPage !== (url === home)) throw new Error(`${url} cannot be kept`)
  return response
}

async function keep(cache: Cache, url: string): Promise<void> {
  await cache.put(url, (isHashed(url) ? await kept(url) : undefined) ?? (await fetched(url)))
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName)
  await Promise.all(files.map((file) => keep(cache, addressOf(file))))
  await self.skipWaiting()
}

/** Forgets older versions, unless a tab is open that may be one of them. */
async function tidy(): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (tabs.some(({ url }) => url.startsWith(home))) return
  const old = (await caches.keys()).filter((name) => name.startsWith(family) && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** The page from the network, or as it is kept where the network fails or is too slow. */
async function page(request: Request): Promise<Response> {
  const answer = fetch(request)
  const good = answer.then((response) => (response.status < 500 ? response : undefined))
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience))
  const soon = await Promise.race([good, late]).catch(() => undefined)
  return soon ?? (await kept(home)) ?? answer
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = request.url.replace(/[?#].*$/, '')
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (!pages.includes(url)) return
    event.waitUntil(tidy())
    event.respondWith(page(request))
  } else if (isHashed(url) || named.has(url))
    event.respondWith(kept(url).then((response) => response ?? fetch(request)))
})

export {}
