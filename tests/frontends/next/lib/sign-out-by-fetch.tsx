'use client';
import { useRouter } from 'next/navigation';
import { forget } from 'visitorseal/browser/bookbag';

export function SignOutByFetch() {
  const router = useRouter();
  const signOut = async () => {
    await fetch('/session', { method: 'DELETE' });
    forget();
    router.refresh();
  };
  return <button onClick={signOut}>sign out by fetch</button>;
}
