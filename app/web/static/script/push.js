// Asks the browser for an address at its push service and sends that with the form. The browser has one address at
// most, and knows it: so it is here that a second account is told that another one has it, and the house never hears of
// it. Each account gets a new address, so that nothing the house keeps joins two of them.
const form = document.querySelector('form[data-push]')
const parts = name => form.querySelector(`[data-${name}]`)
const show = (name, shown) => { if (parts(name)) parts(name).hidden = !shown }
const held = async () => (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription()
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))

async function begin() {
  const address = await held(), state = form.dataset.push
  if (state === 'refused') await address?.unsubscribe()
  show('lost', !address)
  show('taken', state === 'off' && address)
  show('without', false)
  show('with', true)
  form.addEventListener('submit', state === 'on' ? end : ask)
}

async function ask(event) {
  event.preventDefault()
  show('trouble', false)
  try {
    await (await held())?.unsubscribe()
    await navigator.serviceWorker.register('/worker.js')
    const {pushManager} = await navigator.serviceWorker.ready
    const made = await pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key)})
    form.elements.endpoint.value = made.endpoint
    form.submit()
  } catch {
    show('trouble', true)
  }
}

async function end(event) {
  event.preventDefault()
  try {
    await (await held())?.unsubscribe()
    if (!matchMedia('(display-mode: standalone)').matches) await (await navigator.serviceWorker.getRegistration('/'))?.unregister()
  } catch {}
  form.submit()
}

if (form && navigator.serviceWorker && window.PushManager && window.Notification) begin()
