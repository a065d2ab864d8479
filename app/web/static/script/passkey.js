// Asks the device for a passkey and sends what it answers with the form. Without script the page says what to do
// instead; this takes those words away and brings out the button.
const decoded = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
const encoded = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const known = list => (list || []).map(one => ({...one, id: decoded(one.id)}))

const asks = {
  create: options => navigator.credentials.create({publicKey: {
    ...options,
    challenge: decoded(options.challenge),
    user: {...options.user, id: decoded(options.user.id)},
    excludeCredentials: known(options.excludeCredentials),
  }}),
  get: options => navigator.credentials.get({publicKey: {
    ...options,
    challenge: decoded(options.challenge),
    allowCredentials: known(options.allowCredentials),
  }}),
}

function written({id, rawId, type, response}) {
  const answers = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature']
  const given = answers.filter(name => response[name]).map(name => [name, encoded(response[name])])
  return JSON.stringify({id, rawId: encoded(rawId), type, response: Object.fromEntries(given)})
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue
  const trouble = form.querySelector('[data-trouble]')
  form.querySelector('[data-without]').hidden = true
  form.querySelector('[data-with]').hidden = false
  form.addEventListener('submit', async event => {
    event.preventDefault()
    trouble.hidden = true
    try {
      form.elements.credential.value = written(await asks[form.dataset.passkey](JSON.parse(form.dataset.options)))
      form.submit()
    } catch {
      trouble.hidden = false
    }
  })
}
