// Says quietly that there is something newer, and leads there: a count comes, never what it is. Nothing moves. Only
// while the page is looked at. A page whose session has ended goes, also when it was ended on another device.
const line = document.querySelector('[data-live]'), link = line.firstElementChild
let stream, later, tries = 0, heard

async function listen() {
  const mine = stream = new AbortController
  const began = Date.now()
  try {
    const answer = await fetch(line.dataset.live, {signal: mine.signal})
    if (answer.redirected || answer.status === 404) return (heard || isOld()) && location.reload()
    heard ||= answer.ok
    if (answer.ok) await read(answer.body.pipeThrough(new TextDecoderStream).getReader())
  } catch {}
  if (mine !== stream) return
  tries = Date.now() - began > 60000 ? 0 : tries + 1
  if (tries < 9) later = setTimeout(listen, 2 ** tries * 1000 * (1 + Math.random()))
}

// A page that came a moment ago and never heard a thing came with its session: loading it again would not help.
const isOld = () => performance.now() > 5000

async function read(chunks) {
  let rest = ''
  for (let chunk; !(chunk = await chunks.read()).done;) {
    const events = (rest + chunk.value).split('\n\n')
    rest = events.pop()
    for (const event of events) if (event.startsWith('data: ')) say(event.slice(6))
  }
}

function say(words) {
  link.textContent = words
  link.hidden = !words
}

function stop() {
  clearTimeout(later)
  stream?.abort()
  stream = null
}

function look() {
  stop()
  if (!document.hidden) listen()
}

addEventListener('pagehide', stop)
addEventListener('pageshow', look)
document.addEventListener('visibilitychange', look)
