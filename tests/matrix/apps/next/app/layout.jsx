export default function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <script async src="http://127.0.0.1:10000/e/shop.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
