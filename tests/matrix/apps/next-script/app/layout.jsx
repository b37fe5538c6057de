import Script from "next/script";

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="http://127.0.0.1:10000/e/shop.js" />
      </body>
    </html>
  );
}
