#include "app/desktop/theme/icons.h"

#include "app/desktop/theme/style.h"

#include <QBuffer>
#include <QFile>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPixmapCache>

#include <cmath>

using namespace Qt::StringLiterals;

// A static library's resources are registered by hand; the macro must stand outside namespaces.
static void registerResources()
{
    Q_INIT_RESOURCE(wick);
}

namespace wick::desktop {

namespace {

QPixmap rendered(const QString& name, const QColor& colour, int pixels)
{
    static const bool registered = (registerResources(), true);
    Q_UNUSED(registered)
    QFile file{u":/icons/"_s + name + u".svg"_s};
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QByteArray source = file.readAll();
    source.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QBuffer buffer{&source};
    QImageReader reader{&buffer, "svg"};
    reader.setScaledSize({pixels, pixels});
    return QPixmap::fromImage(reader.read());
}

class ThemeIconEngine final : public QIconEngine
{
public:
    ThemeIconEngine(QString name, Tone tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {}

    void
    paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        drawIcon(*painter, rect, m_name, colourIn(mode), qMin(rect.width(), rect.height()));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        return iconPixmap(m_name, colourIn(mode), qMin(size.width(), size.height()), 1.0);
    }

    QPixmap
    scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/, qreal ratio) override
    {
        const int logical =
            static_cast<int>(std::lround(qMin(size.width(), size.height()) / ratio));
        return iconPixmap(m_name, colourIn(mode), logical, ratio);
    }

    [[nodiscard]] QIconEngine* clone() const override
    {
        return new ThemeIconEngine{m_name, m_tone};
    }

private:
    [[nodiscard]] QColor colourIn(QIcon::Mode mode) const
    {
        const Theme& theme = currentTheme();
        return mode == QIcon::Disabled ? theme.textDisabled : theme.colour(m_tone);
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double ratio)
{
    const int pixels = static_cast<int>(std::lround(size * ratio));
    const QString key = u"wick-icon/%1/%2/%3"_s.arg(name, colour.name()).arg(pixels);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = rendered(name, colour, pixels);
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

void drawIcon(QPainter& painter,
              const QRectF& rect,
              const QString& name,
              const QColor& colour,
              int size)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap pixmap = iconPixmap(name, colour, size, ratio);
    if (pixmap.isNull()) {
        return;
    }
    // On whole device pixels, or the thin strokes blur.
    const auto snapped = [ratio](double at) {
        return std::round(at * ratio) / ratio;
    };
    const QPointF corner{snapped(rect.center().x() - size / 2.0),
                         snapped(rect.center().y() - size / 2.0)};
    painter.drawPixmap(corner, pixmap);
}

QIcon icon(const QString& name, Tone tone)
{
    return QIcon{new ThemeIconEngine{name, tone}};
}

} // namespace wick::desktop
