# Indented by three.
import logging
import random
import requests
import time

REACTOR = 'https://reactor.adobe.io'
RETRYABLE = ('internal-error',)


def backoff(attempt):
   """Seconds to wait before the next attempt: exponential backoff with full jitter, 30 at most."""
   return random.uniform(0, min(30, 0.5 * 2**attempt))


def send(path, token, renew_token=None):
   renewed = False
   for attempt in range(3):
      answer = requests.get(REACTOR + path, headers={'Authorization': 'Bearer ' + token}).json()
      if 'errors' not in answer:
         return answer['data']
      code = answer['errors'][0]['code']
      if code == 'not-found':
         return None
      if code in ('authentication-failure', 'ims-session-error') and renew_token and not renewed:
         renewed = True
         token = renew_token()
         continue
      if code in ('connection-refused', 'ims-not-authorized', 'socket-error', 'timeout-error', 'unknown-error'):
         time.sleep(backoff(attempt))
         continue
      if code in ('forbidden', 'session-timeout'):
         logging.error('no access to %s', path)
         raise PermissionError(path)
      raise RuntimeError(code)
   raise TimeoutError(path)
