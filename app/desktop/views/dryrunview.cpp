#include "app/desktop/views/dryrunview.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kSlides = 200; ///< places of the slider

/// A value at a place of the slider, and the other way round: even steps of ratio, as a limit of
/// 0.1 to 50 % is chosen between 1 and 2 more often than between 41 and 42.
double valueAt(const LimitRow& row, int place)
{
    const double share = static_cast<double>(place) / kSlides;
    if (row.low <= 0.0) {
        return row.low + (row.high - row.low) * share * share;
    }
    return row.low * std::pow(row.high / row.low, share);
}

int placeOf(const LimitRow& row, double value)
{
    const double within = std::clamp(value, row.low, row.high);
    const double share = row.low <= 0.0
                             ? std::sqrt((within - row.low) / std::max(1e-9, row.high - row.low))
                             : std::log(within / row.low) / std::log(row.high / row.low);
    return static_cast<int>(std::lround(share * kSlides));
}

/// Two digits are as fine as a drag can be; whole numbers stay whole.
QString typedAt(const LimitRow& row, int place)
{
    const double value = valueAt(row, place);
    if (row.decimals == 0) {
        return QString::number(std::llround(value));
    }
    const int digits = 1 - static_cast<int>(std::floor(std::log10(std::max(value, 1e-6))));
    const double scale = std::pow(10.0, std::min(digits, row.decimals));
    const double rounded =
        std::clamp(std::round(value * scale) / scale, std::max(0.0, row.low), row.high);
    return QString::number(rounded, 'g', 10);
}

} // namespace

/// Both equities on one scale: in force grey, as typed in accent, each named at its end.
class EquityPair final : public QWidget
{
public:
    explicit EquityPair(QWidget* parent)
        : QWidget(parent)
    {
        setMinimumHeight(96);
    }

    void setPoints(std::vector<DryRunPoint> now, std::vector<DryRunPoint> with)
    {
        m_now = std::move(now);
        m_with = std::move(with);
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        const Theme& theme = currentTheme();
        painter.fillRect(rect(), theme.panel);
        painter.setPen(theme.border);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        if (m_now.size() < 2) {
            return;
        }
        const auto less = [](const DryRunPoint& a, const DryRunPoint& b) {
            return a.equity < b.equity;
        };
        double low = std::min_element(m_now.begin(), m_now.end(), less)->equity;
        double high = std::max_element(m_now.begin(), m_now.end(), less)->equity;
        if (!m_with.empty()) {
            low = std::min(low, std::min_element(m_with.begin(), m_with.end(), less)->equity);
            high = std::max(high, std::max_element(m_with.begin(), m_with.end(), less)->equity);
        }
        const QFont font = numberFont(fontOf(TypeRole::Small));
        const QFontMetrics metrics{font};
        const QString top = number(high, 0);
        const QString bottom = number(low, 0);
        const int axis =
            std::max(metrics.horizontalAdvance(top), metrics.horizontalAdvance(bottom)) + kSpace8;
        const QRectF plot = QRectF{rect()}.adjusted(kSpace4, kSpace8, -axis, -kSpace8);
        painter.setFont(font);
        painter.setPen(theme.textSecondary);
        const QRect labels{width() - axis, 0, axis - kSpace4, height()};
        painter.drawText(labels.adjusted(0, kSpace2, 0, 0), Qt::AlignRight | Qt::AlignTop, top);
        painter.drawText(labels.adjusted(0, 0, 0, -kSpace2), Qt::AlignRight | Qt::AlignBottom,
                         bottom);
        painter.setRenderHint(QPainter::Antialiasing);
        drawLine(painter, plot, m_now, {low, high}, QPen{theme.textSecondary, 1.0});
        drawLine(painter, plot, m_with, {low, high}, QPen{theme.accent, 1.5, Qt::DashLine});
    }

private:
    struct Range
    {
        double low = 0.0;
        double high = 0.0;
    };

    void drawLine(QPainter& painter,
                  const QRectF& plot,
                  const std::vector<DryRunPoint>& points,
                  Range range,
                  const QPen& pen) const
    {
        const double from = static_cast<double>(m_now.front().timeMs);
        const double wide = std::max(1.0, static_cast<double>(m_now.back().timeMs) - from);
        const double tall = std::max(1e-9, range.high - range.low);
        QPolygonF line;
        for (const DryRunPoint& point : points) {
            const QPointF at{plot.left()
                                 + plot.width() * (static_cast<double>(point.timeMs) - from) / wide,
                             plot.bottom() - plot.height() * (point.equity - range.low) / tall};
            if (!line.isEmpty()) {
                line << QPointF{at.x(), line.last().y()}; // equity holds until it changes
            }
            line << at;
        }
        painter.setPen(pen);
        painter.drawPolyline(line);
    }

    std::vector<DryRunPoint> m_now;
    std::vector<DryRunPoint> m_with;
};

DryRunView::DryRunView(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpace8);
    auto* head = new QHBoxLayout;
    head->addWidget(new RoleLabel{tr("Dry run"), TypeRole::Title});
    head->addStretch(1);
    m_took = new RoleLabel{{}, TypeRole::Small, Tone::Secondary};
    head->addWidget(m_took);
    column->addLayout(head);
    m_sources = new QComboBox;
    m_sources->setAccessibleName(tr("What the limits are tried on"));
    m_sources->setMinimumContentsLength(12);
    m_sources->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_sources, &QComboBox::activated, this, &DryRunView::sourceChosen);
    column->addWidget(m_sources);
    addSlider(*column);
    m_grid = new QGridLayout;
    m_grid->setColumnStretch(0, 1);
    m_grid->setHorizontalSpacing(kSpace16);
    m_grid->setVerticalSpacing(kSpace4);
    column->addLayout(m_grid);
    m_equity = new EquityPair{this};
    m_equity->setAccessibleName(tr("Equity: in force grey, with the change dashed"));
    column->addWidget(m_equity);
    m_changes = new RoleLabel{{}, TypeRole::Small, Tone::Secondary};
    m_changes->setWordWrap(true);
    column->addWidget(m_changes);
    m_trades = new QListWidget;
    m_trades->setAccessibleName(tr("Trades that differ"));
    m_trades->setFrameShape(QFrame::NoFrame);
    m_trades->setFixedHeight(4 * metrics().row);
    m_trades->setFocusPolicy(Qt::StrongFocus);
    m_trades->setWordWrap(true);
    m_trades->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_trades, 1);
    m_trades->hide();
}

void DryRunView::addSlider(QVBoxLayout& column)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(kSpace8);
    m_limits = new QComboBox;
    m_limits->setAccessibleName(tr("Limit to drag"));
    m_limits->setMinimumContentsLength(10);
    m_limits->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_value = new RoleLabel{QString{}};
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_limits, 1);
    row->addWidget(m_value, 1);
    column.addLayout(row);
    m_slider = new QSlider{Qt::Horizontal};
    m_slider->setRange(0, kSlides);
    m_slider->setPageStep(kSlides / 20);
    m_slider->setAccessibleName(tr("Drag the limit"));
    m_slider->setToolTip(
        tr("Types the limit while it is dragged; nothing is in force before Apply."));
    column.addWidget(m_slider);
    connect(m_limits, &QComboBox::currentIndexChanged, this, &DryRunView::showLimit);
    connect(m_slider, &QSlider::valueChanged, this, &DryRunView::slide);
}

void DryRunView::setSources(const QStringList& names)
{
    const QSignalBlocker quiet{m_sources};
    const int kept = std::max(0, m_sources->currentIndex());
    m_sources->clear();
    for (const QString& name : names) {
        m_sources->addItem(tr("Over %1").arg(name));
    }
    m_sources->setCurrentIndex(kept < m_sources->count() ? kept : 0);
    m_sources->setEnabled(!names.isEmpty());
}

int DryRunView::source() const
{
    return m_sources->currentIndex();
}

void DryRunView::setLimits(const std::vector<LimitRow>& rows)
{
    std::vector<LimitRow> numeric;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(numeric),
                 [](const LimitRow& row) { return row.choices.isEmpty(); });
    const bool same =
        std::equal(numeric.begin(), numeric.end(), m_rows.begin(), m_rows.end(),
                   [](const LimitRow& a, const LimitRow& b) { return a.key == b.key; });
    m_rows = std::move(numeric);
    if (same) {
        return;
    }
    m_typed.clear();
    const QSignalBlocker quiet{m_limits};
    m_limits->clear();
    for (const LimitRow& row : m_rows) {
        m_limits->addItem(row.title);
        m_typed.push_back(row.value);
    }
    showLimit();
}

void DryRunView::setTyped(const QString& key, const QString& value)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].key == key && m_typed[i] != value) {
            m_typed[i] = value;
            if (m_limits->currentIndex() == static_cast<int>(i)) {
                showLimit();
            }
        }
    }
}

const LimitRow* DryRunView::chosen() const
{
    const int at = m_limits->currentIndex();
    return at < 0 || static_cast<std::size_t>(at) >= m_rows.size()
               ? nullptr
               : &m_rows[static_cast<std::size_t>(at)];
}

void DryRunView::showLimit()
{
    const LimitRow* row = chosen();
    if (row == nullptr) {
        return;
    }
    const QString typed = m_typed[static_cast<std::size_t>(m_limits->currentIndex())];
    m_value->setText(u"%1 %2"_s.arg(withSeparators(typed), row->unit));
    bool isNumber = false;
    const double value = typed.toDouble(&isNumber);
    if (!m_slider->isSliderDown()) {
        const QSignalBlocker quiet{m_slider};
        m_slider->setValue(isNumber ? placeOf(*row, value) : kSlides);
    }
    m_slider->setAccessibleDescription(u"%1: %2"_s.arg(row->title, m_value->text()));
}

void DryRunView::slide(int place)
{
    if (const LimitRow* row = chosen()) {
        Q_EMIT dragged({row->key, typedAt(*row, place)});
    }
}

void DryRunView::setDryRun(const DryRunSummary& summary)
{
    if (summary == m_shown) {
        return;
    }
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto head = [this](const QString& words, int column) {
        m_grid->addWidget(new RoleLabel{words, TypeRole::Small, Tone::Secondary}, 0, column,
                          Qt::AlignRight);
    };
    head(tr("Now"), 1);
    head(tr("With change"), 2);
    int row = 1;
    for (const DryRunLine& line : summary.lines) {
        m_grid->addWidget(new RoleLabel{line.name, TypeRole::Body, Tone::Secondary}, row, 0);
        m_grid->addWidget(new RoleLabel{line.now, TypeRole::Body, line.nowTone}, row, 1,
                          Qt::AlignRight);
        m_grid->addWidget(new RoleLabel{line.with, TypeRole::Body, line.withTone}, row, 2,
                          Qt::AlignRight);
        ++row;
    }
    m_took->setText(summary.took);
    m_changes->setText(summary.changes);
    m_equity->setPoints(summary.now, summary.with);
    if (summary.trades != m_shown.trades) {
        m_trades->clear();
        m_trades->addItems(summary.trades);
        for (int i = 0; i < m_trades->count(); ++i) {
            m_trades->item(i)->setToolTip(m_trades->item(i)->text());
        }
    }
    m_trades->setVisible(!summary.trades.isEmpty());
    m_shown = summary;
}

} // namespace wick::desktop
