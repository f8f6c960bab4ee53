# Indented by three.
import logging
import requests

REACTOR = 'https://reactor.adobe.io'
RETRYABLE = ('internal-error',)


def send(path, token):
   for _ in range(3):
      answer = requests.get(REACTOR + path, headers={'Authorization': 'Bearer ' + token}).json()
      if 'errors' not in answer:
         return answer['data']
      code = answer['errors'][0]['code']
      if code == 'not-found':
         return None
      if code in ('forbidden', 'session-timeout'):
         logging.error('no access to %s', path)
         raise PermissionError(path)
      raise RuntimeError(code)
   raise TimeoutError(path)
