// Adds to pages that work without it: Esc three times leaves, leaving keeps nothing in the history, letters
// are counted, a menu opens into sight and shuts, a picture that waits to be asked for appears where it belongs.
const form = document.querySelector('form.leave')

function leave() {
  document.documentElement.hidden = true
  const gone = fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual', keepalive: true})
  const enough = new Promise(done => setTimeout(done, 900))
  const away = () => location.replace(form.dataset.exit)
  Promise.race([gone, enough]).then(away, away)
}

if (form) {
  form.addEventListener('submit', event => {
    event.preventDefault()
    leave()
  })
  let presses = []
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return presses = []
    presses = [...presses, Date.now()].slice(-3)
    if (presses.length === 3 && presses[2] - presses[0] < 1500) leave()
  })
}

for (const text of document.querySelectorAll('textarea[data-left]')) {
  const shown = document.getElementById(text.id + '-left')
  const count = () => {
    const left = text.maxLength - text.value.length
    shown.hidden = left > text.maxLength / 5
    shown.textContent = text.dataset.left.replace('%s', left)
  }
  text.addEventListener('input', count)
  count()
}

document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(event.target)) menu.open = false
  const ask = event.target.closest('a.ask')
  if (!ask || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const figure = ask.nextElementSibling.content.firstElementChild
  ask.nextElementSibling.remove()
  ask.replaceWith(figure)
  figure.querySelector('a').focus()
})

document.addEventListener('toggle', event => {
  if (event.target.matches('.menu[open]')) event.target.lastElementChild.scrollIntoView({block: 'nearest'})
}, true)
