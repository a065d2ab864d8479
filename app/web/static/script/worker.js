// Keeps what is the same for everybody: the files of every page, and one page that says that the line is gone. No page
// that was loaded is ever kept. `name` and `kept` stand before this.
addEventListener('install', event => event.waitUntil(keep()))
addEventListener('activate', event => event.waitUntil(tidyUp()))
addEventListener('fetch', event => {
  const {request} = event, address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(visited(event))
  else if (kept.includes(address.pathname)) event.respondWith(known(address.pathname).then(found => found || fetch(request)))
})

async function keep() {
  const cache = await caches.open(name)
  await cache.addAll(kept.map(path => new Request(path, {credentials: 'omit', cache: 'reload'})))
  await skipWaiting()
}

async function tidyUp() {
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other)
  await registration.navigationPreload?.enable()
}

async function visited(event) {
  try {
    return await event.preloadResponse || await fetch(event.request)
  } catch {
    return await known('/offline') || Response.error()
  }
}

const known = path => caches.match(path, {ignoreVary: true})
