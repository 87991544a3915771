#include "app/desktop/views/statusstrip.h"

#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QWhatsThis>

namespace wick::desktop {

/// One cell of the status strip.
class StatusButton final : public QAbstractButton
{
public:
    explicit StatusButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        connect(this, &QAbstractButton::clicked, this, [this] {
            if (!m_cell.detail.isEmpty()) {
                QWhatsThis::showText(mapToGlobal(QPoint{0, -height()}), m_cell.detail, this);
            }
        });
    }

    void setCell(const StatusCell& cell)
    {
        if (cell == m_cell) {
            return;
        }
        const bool sameSize = words(cell) == words(m_cell) && cell.dot == m_cell.dot;
        m_cell = cell;
        setAccessibleName(words(cell));
        setToolTip(cell.detail);
        if (!sameSize) {
            updateGeometry();
        }
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetrics metrics{font()};
        const int dot = m_cell.dot ? 8 + kSpace8 : 0;
        return {metrics.horizontalAdvance(words(m_cell)) + dot + 2 * kSpace12,
                metrics.height() + kSpace4};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    [[nodiscard]] QFont font() const { return numberFont(fontOf(TypeRole::Small)); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        if (underMouse()) {
            painter.fillRect(rect(), theme.hover);
        }
        painter.setFont(font());
        int x = kSpace12;
        if (m_cell.dot) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setBrush(theme.colour(m_cell.tone));
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(QRectF(x, height() / 2.0 - 4.0, 8, 8));
            x += 8 + kSpace8;
        }
        if (!m_cell.label.isEmpty()) {
            painter.setPen(theme.textSecondary);
            painter.drawText(QRect{x, 0, width(), height()}, static_cast<int>(Qt::AlignVCenter),
                             m_cell.label);
            x += painter.fontMetrics().horizontalAdvance(m_cell.label + QLatin1Char{' '});
        }
        painter.setPen(
            theme.colour(m_cell.dot && m_cell.tone == Tone::Good ? Tone::Primary : m_cell.tone));
        painter.drawText(QRect{x, 0, width(), height()}, static_cast<int>(Qt::AlignVCenter),
                         m_cell.value);
        painter.fillRect(QRect{width() - 1, 5, 1, height() - 10}, theme.border);
        if (hasFocus()) {
            drawFocusRing(painter, rect(), theme);
        }
    }

private:
    [[nodiscard]] static QString words(const StatusCell& cell)
    {
        return cell.label.isEmpty() ? cell.value
                                    : QString{cell.label + QLatin1Char{' '} + cell.value};
    }

    StatusCell m_cell;
};

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout{this})
    , m_clock(new StatusButton{this})
{
    setObjectName(QStringLiteral("statusStrip"));
    setAccessibleName(tr("Status"));
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_row->addStretch(1);
    m_row->addWidget(m_clock);
}

QSize StatusStrip::sizeHint() const
{
    return {640, metrics().statusStrip};
}

void StatusStrip::setStatus(const StatusSummary& status)
{
    while (m_cells.size() < status.cells.size()) {
        auto* cell = new StatusButton{this};
        m_row->insertWidget(static_cast<int>(m_cells.size()), cell);
        m_cells.push_back(cell);
    }
    while (m_cells.size() > status.cells.size()) {
        delete m_cells.back();
        m_cells.pop_back();
    }
    for (std::size_t at = 0; at < m_cells.size(); ++at) {
        m_cells[at]->setCell(status.cells[at]);
    }
    StatusCell clock;
    clock.value = fullTimeText(status.nowMs);
    clock.detail = tr("Market time of the session, UTC");
    m_clock->setCell(clock);
    m_status = status;
    fit();
}

void StatusStrip::fit()
{
    // The clock stays; what does not fit goes from the right.
    int room = width() - m_clock->sizeHint().width();
    for (StatusButton* cell : m_cells) {
        room -= cell->sizeHint().width();
        cell->setVisible(room >= 0);
    }
}

void StatusStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void StatusStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(QRect{0, 0, width(), 1}, theme.border);
}

} // namespace wick::desktop
