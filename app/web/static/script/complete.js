// Completes names, tags and emoji in a list below a plain field: the arrow keys choose, Enter and Tab take.
// Tells a moment by this device's clock.
const BEGUN = /(?:^|[\s(])(@[\w.@-]+|#[^\s#@:]+|:\w+)$/u

document.querySelectorAll('textarea[data-offers]').forEach(text => {
  const list = document.createElement('ul'), told = document.createElement('p')
  let last = '', chosen = -1, timer, asked
  Object.assign(list, {id: text.id + '-offers', className: 'offers', hidden: true, role: 'listbox', ariaLabel: text.dataset.offers})
  Object.assign(told, {className: 'unseen', role: 'status'})
  text.after(list, told)
  text.setAttribute('aria-autocomplete', 'list')

  const begun = () => BEGUN.exec(text.value.slice(0, text.selectionStart))?.[1] ?? ''

  function look() {
    const word = begun()
    if (word === last) return
    last = word
    clearTimeout(timer)
    asked?.abort()
    show([])
    if (word[0] === ':' && word[1]) show(emoji(word))
    else if (word[1]) timer = setTimeout(ask, 200, word)
  }

  async function ask(word) {
    asked = new AbortController
    const body = new URLSearchParams({csrf: text.form.elements.csrf.value, word})
    try {
      const answer = await fetch('/completions', {method: 'POST', body, signal: asked.signal, redirect: 'error'})
      if (answer.ok && word === begun()) show(await answer.json())
    } catch {}
  }

  const emoji = word => [...document.querySelectorAll('.emoji-list li')]
    .map(one => ({word: one.lastElementChild.textContent, picture: one.querySelector('img')?.src}))
    .filter(one => one.word.startsWith(word.toLowerCase())).slice(0, 8)

  function show(offers) {
    list.replaceChildren(...offers.map(line))
    list.hidden = !offers.length
    told.textContent = offers.length ? text.dataset.told.replace('%s', offers.length) : ''
    choose(-1)
  }

  function line(offer, place) {
    const one = document.createElement('li'), word = document.createElement('bdi')
    Object.assign(one, {id: list.id + place, role: 'option'})
    word.textContent = one.dataset.word = offer.word
    if (offer.picture) one.append(Object.assign(new Image(20, 20), {src: offer.picture, alt: ''}), ' ')
    one.append(word)
    if (offer.name) one.append(' ', Object.assign(document.createElement('bdi'), {className: 'soft', textContent: offer.name}))
    return one
  }

  function choose(place) {
    chosen = place
    ;[...list.children].forEach((one, at) => one.ariaSelected = at === place)
    if (place < 0) return text.removeAttribute('aria-activedescendant'), text.removeAttribute('aria-controls')
    text.setAttribute('aria-controls', list.id)
    text.setAttribute('aria-activedescendant', list.id + place)
    list.children[place].scrollIntoView({block: 'nearest'})
  }

  function take(one) {
    const end = text.selectionStart
    text.setRangeText(one.dataset.word + ' ', end - begun().length, end, 'end')
    text.dispatchEvent(new Event('input', {bubbles: true}))
    text.focus()
  }

  text.addEventListener('input', look)
  text.addEventListener('keydown', event => {
    if (list.hidden || event.isComposing) return
    const many = list.children.length
    if (event.key === 'ArrowDown') choose((chosen + 1) % many)
    else if (event.key === 'ArrowUp') choose(chosen < 1 ? many - 1 : chosen - 1)
    else if (event.key === 'Escape') return show([])
    else if (chosen >= 0 && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) take(list.children[chosen])
    else return
    event.preventDefault()
  })
  text.addEventListener('blur', () => show([]))
  list.addEventListener('pointerdown', event => {
    event.preventDefault()
    const one = event.target.closest('li')
    if (one) take(one)
  })
})

const here = document.getElementById('later-here')
document.getElementById('later')?.addEventListener('input', ({target}) => {
  const at = new Date(target.value + 'Z')
  here.hidden = isNaN(at)
  here.textContent = target.dataset.here.replace('%s', at.toLocaleString())
})
