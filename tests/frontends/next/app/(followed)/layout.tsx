import type { ReactNode } from 'react';
import { Widget } from '../../lib/widget';
import { Follow } from '../follow';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Widget />
        {children}
        <Follow />
      </body>
    </html>
  );
}
