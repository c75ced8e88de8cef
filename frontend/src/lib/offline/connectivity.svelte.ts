/** connectivity follows what the browser says of the network; a failed request is told apart by the screen that made it. */
class Connectivity {
	offline = $state(false);

	/** watch starts listening and returns the function that stops it. */
	watch(): () => void {
		const update = () => (this.offline = !navigator.onLine);
		update();
		addEventListener('online', update);
		addEventListener('offline', update);
		return () => {
			removeEventListener('online', update);
			removeEventListener('offline', update);
		};
	}
}

export const connectivity = new Connectivity();
