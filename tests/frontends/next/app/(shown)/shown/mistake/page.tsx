'use client';
// A mistake: a client component that signs.
import { useEffect, useState } from 'react';

export default function Mistake() {
  const [message, setMessage] = useState('');
  useEffect(() => {
    import('visitorseal').catch((error) => setMessage(error.message));
  }, []);
  return <p>{message}</p>;
}
