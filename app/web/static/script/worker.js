// Keeps what is the same for everybody: the files of every page, and one page that says that the line is gone. No page
// that was loaded is ever kept. `name` and `kept` stand before this, and what is shown when there is something new:
// `title`, `icon` and, by language, what is `said`.
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

// A push brings nothing with it. What is shown is the same for everybody, in this browser's language.
addEventListener('push', event => event.waitUntil(registration.showNotification(title, {body: inOurWords(), icon, tag: 'new'})))
addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(open())
})

function inOurWords() {
  const spoken = navigator.languages.flatMap(language => [language, language.split('-')[0]])
  return said[spoken.find(language => Object.hasOwn(said, language))] ?? said.en
}

async function open() {
  const [page] = await clients.matchAll({type: 'window', includeUncontrolled: true})
  return page ? page.focus() : clients.openWindow('/')
}

const known = path => caches.match(path, {ignoreVary: true})
