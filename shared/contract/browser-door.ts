/** Where the browser door's engine is found on its own origin. */
export const ENGINE_SOCKET_PATH = '/engine'
