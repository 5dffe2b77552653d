"""A page as a PDF, by WeasyPrint: the extra `pdf`, which an office installs where it wants more than to print."""

from __future__ import annotations

from store.errors import StoreUnavailable


def pdf_of(page: bytes) -> bytes:
    """The PDF of a page, which fetches nothing: neither a file nor an address.

    Raises `StoreUnavailable("pdf-missing")` where WeasyPrint, or what it needs of the system, is not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise StoreUnavailable("pdf-missing") from error
    fetcher = URLFetcher(allowed_protocols={"data"})
    document: bytes = HTML(string=page.decode(), url_fetcher=fetcher).write_pdf()
    return document
