#include "app/desktop/views/replaybar.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/labels.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::array kSpeeds{1, 3, 10, 30, 100}; ///< bars a second

/// "2026-03-04 13:10" or a day alone, UTC.
std::optional<qint64> timeOf(const QString& typed)
{
    for (const QString& format : {u"yyyy-MM-dd HH:mm"_s, u"yyyy-MM-dd"_s}) {
        QDateTime time = QDateTime::fromString(typed.trimmed(), format);
        if (time.isValid()) {
            time.setTimeSpec(Qt::UTC);
            return time.toMSecsSinceEpoch();
        }
    }
    return std::nullopt;
}

QString dateOf(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace

ReplayBar::ReplayBar(QWidget* parent)
    : QWidget(parent)
    , m_play(iconButton(u"play"_s, tr("Play or pause (Space)"), this))
    , m_speed(new QComboBox{this})
    , m_position(new QSlider{Qt::Horizontal, this})
    , m_date(new QLineEdit{this})
    , m_words(new RoleLabel{{}, TypeRole::Body, Tone::Secondary, this})
{
    setAccessibleName(tr("Replay"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(kSpace8, kSpace4, kSpace8, kSpace4);
    row->setSpacing(kSpace4);
    const auto add = [&](const QString& icon, const QString& words, int bars) {
        QToolButton* button = iconButton(icon, words, this);
        button->setAutoRepeat(true);
        connect(button, &QToolButton::clicked, this, [this, bars] { Q_EMIT stepRequested(bars); });
        row->addWidget(button);
    };
    add(u"back"_s, tr("One bar back (Shift+F12)"), -1);
    row->addWidget(m_play);
    add(u"step"_s, tr("One bar forward (F12)"), 1);
    for (const int speed : kSpeeds) {
        m_speed->addItem(tr("%1 bars/s").arg(speed), speed);
    }
    m_speed->setAccessibleName(tr("Speed of the replay"));
    row->addSpacing(kSpace4);
    row->addWidget(m_speed);
    m_position->setAccessibleName(tr("Place in the run"));
    row->addWidget(m_position, 1);
    row->addSpacing(kSpace4);
    m_date->setAccessibleName(tr("Go to date, UTC"));
    m_date->setToolTip(tr("Go to date, UTC (Alt+G): 2026-03-04 13:10"));
    m_date->setFixedWidth(fontMetrics().horizontalAdvance(u"2026-03-04 13:10"_s) + kSpace24);
    row->addWidget(m_date);
    row->addWidget(m_words);
    auto* end = new QPushButton{tr("End replay"), this};
    row->addWidget(end);
    connect(m_play, &QToolButton::clicked, this,
            [this] { Q_EMIT playRequested(!m_state.playing); });
    connect(m_position, &QSlider::valueChanged, this, &ReplayBar::positionRequested);
    connect(m_date, &QLineEdit::returnPressed, this, &ReplayBar::takeDate);
    connect(end, &QPushButton::clicked, this, &ReplayBar::endRequested);
}

double ReplayBar::speed() const
{
    return m_speed->currentData().toDouble();
}

void ReplayBar::editDate()
{
    m_date->setFocus(Qt::ShortcutFocusReason);
    m_date->selectAll();
}

void ReplayBar::takeDate()
{
    if (const auto time = timeOf(m_date->text())) {
        Q_EMIT jumpRequested(*time);
        return;
    }
    m_words->setTone(Tone::Danger);
    m_words->setText(tr("Type a date as 2026-03-04 13:10"));
}

void ReplayBar::setState(const ReplayState& state)
{
    m_state = state;
    m_play->setIcon(icon(state.playing ? u"pause"_s : u"play"_s));
    m_play->setAccessibleName(state.playing ? tr("Pause the replay") : tr("Play the replay"));
    {
        const QSignalBlocker quiet{m_position};
        constexpr auto kMost = static_cast<qint64>(std::numeric_limits<int>::max());
        m_position->setRange(1, static_cast<int>(std::min(state.all, kMost)));
        m_position->setValue(static_cast<int>(std::min(state.known, kMost)));
        m_position->setPageStep(std::max(1, m_position->maximum() / 20));
    }
    if (!m_date->hasFocus() || !m_date->isModified()) {
        m_date->setText(dateOf(state.momentMs));
    }
    m_words->setTone(Tone::Secondary);
    m_words->setText(
        state.known == state.all
            ? tr("End of the run")
            : tr("%1 of %2 bars").arg(number(Fixed{state.known, 0}), number(Fixed{state.all, 0})));
}

void ReplayBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(QRect{0, 0, width(), 1}, theme.border);
}

} // namespace wick::desktop
