"""HTML to PDF. WeasyPrint is loaded when the first PDF is drawn: that takes seconds and memory."""

from typing import Any

from PIL import ImageFile


class NoPdf(RuntimeError):
    """PDFs cannot be drawn on this machine: the libraries of the system are missing."""


def render(html: str, css: str = "") -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML page; nothing is fetched from anywhere.

    The page needs a language and a title; pictures stand in it as data. Raises NoPdf where Pango
    is missing.
    """
    maker = _weasyprint()
    fetcher = maker.urls.URLFetcher(allowed_protocols=["data"])
    page = maker.HTML(string=html, url_fetcher=fetcher)
    sheets = [maker.CSS(string=css, url_fetcher=fetcher)] if css else []
    return page.write_pdf(stylesheets=sheets, pdf_tags=True, pdf_variant="pdf/ua-1")


def _weasyprint() -> Any:
    """The one wrapper of a heavy library."""
    try:
        import weasyprint  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise NoPdf(str(error)) from error
    # It makes Pillow take half a picture for a whole one; uploads in this process must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint
