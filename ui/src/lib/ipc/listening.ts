// Subscribing to the desktop side takes a moment; unsubscribing must not have to wait for it.

/** Turns a pending subscription into a function that ends it, now or as soon as it exists. */
export function stopListening(subscription: Promise<() => void>): () => void {
  return () => {
    void subscription.then((stop) => {
      stop();
    });
  };
}
