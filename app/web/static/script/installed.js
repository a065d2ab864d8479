// Where somebody put the house on a home screen, a worker may say that the line is gone. Browsers keep none otherwise.
if (matchMedia('(display-mode: standalone)').matches) navigator.serviceWorker?.register('/worker.js')
