#include "app/desktop/views/limitrowwidget.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/numberfield.h"
#include "core/base/decimal.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

const QString& none()
{
    static const QString word = u"none"_s;
    return word;
}

/// The use of the limit as a bar.
class UseBar final : public QWidget
{
public:
    explicit UseBar(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(10);
    }

    void setFraction(double fraction)
    {
        m_fraction = fraction;
        QWidget::update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter{this};
        drawUseBar(painter, rect(), m_fraction, currentTheme());
    }

private:
    double m_fraction = 0.0;
};

QString shown(double value, int decimals)
{
    QString text = number(value, decimals);
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.'))) {
        const bool dot = text.endsWith(u'.');
        text.chop(1);
        if (dot) {
            break;
        }
    }
    return text;
}

QString rangeWords(const LimitRow& row)
{
    const QString range = LimitRowWidget::tr("%1 to %2")
                              .arg(shown(row.low, row.decimals), shown(row.high, row.decimals));
    return row.mayBeNone ? LimitRowWidget::tr("%1\nor none").arg(range) : range;
}

/// "% of equity" is "%" in a range.
QString shortUnit(const LimitRow& row)
{
    return row.unit.section(u' ', 0, 0);
}

} // namespace

QString limitProblem(const LimitRow& row, const QString& text)
{
    if (!row.choices.isEmpty() || (row.mayBeNone && text.trimmed() == none())) {
        return {};
    }
    const auto value = core::parseScaled(withoutSeparators(text).toStdString(), row.decimals);
    if (!value) {
        switch (value.error()) {
        case core::DecimalError::Empty:
            return LimitRowWidget::tr("A number is needed.");
        case core::DecimalError::NotANumber:
            return LimitRowWidget::tr("“%1” is not a number.").arg(text);
        case core::DecimalError::TooPrecise:
            return LimitRowWidget::tr("At most %1 digits after the point.").arg(row.decimals);
        case core::DecimalError::OutOfRange:
            break;
        }
    }
    const double typed = value ? Fixed{*value, row.decimals}.toDouble() : row.high + 1.0;
    if (typed >= row.low && typed <= row.high) {
        return {};
    }
    QString words =
        LimitRowWidget::tr("Between %1 and %2 %3.")
            .arg(shown(row.low, row.decimals), shown(row.high, row.decimals), shortUnit(row));
    if (typed > row.high && row.moneyFactor > 0.0 && !row.consequence.isEmpty() && value) {
        words += u' ' + row.consequence.arg(withoutSeparators(text), number(typed * row.moneyFactor, 0));
    }
    return words;
}

bool raisesRisk(const LimitRow& row, const QString& text)
{
    if (!row.choices.isEmpty()) {
        return false;
    }
    const auto numberOf = [](const QString& typed) {
        return typed == none() ? std::numeric_limits<double>::infinity() : withoutSeparators(typed).toDouble();
    };
    const double before = numberOf(row.value);
    const double after = numberOf(text.trimmed());
    return row.higherIsRiskier ? after > before : after < before;
}

LimitColumns limitColumns()
{
    const QFontMetrics body{fontOf(TypeRole::Body)};
    const QFontMetrics small{fontOf(TypeRole::Small)};
    return {body.horizontalAdvance(u"100,000 % of free margin"_s) + kSpace16,
            small.horizontalAdvance(u"10 to 100,000,000"_s) + kSpace4,
            small.horizontalAdvance(u"Now  100,000 of 500,000 USDC"_s)};
}

LimitRowWidget::LimitRowWidget(LimitRow row, QWidget* parent)
    : QWidget(parent)
    , m_row(std::move(row))
    , m_was(new RoleLabel{{}, TypeRole::Body, Tone::Accent, this})
    , m_problem(new RoleLabel{{}, TypeRole::Small, Tone::Danger, this})
    , m_now(new RoleLabel{tr("Now"), TypeRole::Small, Tone::Secondary, this})
    , m_use(new RoleLabel{{}, TypeRole::Small, Tone::Primary, this})
    , m_bar(new UseBar{this})
{
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace8);
    grid->setHorizontalSpacing(kSpace12);
    grid->setVerticalSpacing(2);
    const LimitColumns columns = limitColumns();
    grid->setColumnStretch(0, 1);
    grid->setColumnMinimumWidth(1, columns.field);
    grid->setColumnMinimumWidth(2, columns.range);
    grid->setColumnMinimumWidth(3, columns.use);

    auto* name = new QHBoxLayout;
    name->setSpacing(kSpace8);
    name->addWidget(new RoleLabel{m_row.title, TypeRole::Title, Tone::Primary, this});
    name->addWidget(m_was);
    name->addStretch(1);
    grid->addLayout(name, 0, 0);
    auto* help = new RoleLabel{m_row.help, TypeRole::Small, Tone::Secondary, this};
    help->setWordWrap(true);
    grid->addWidget(help, 1, 0);

    if (m_row.choices.isEmpty()) {
        m_field = new NumberField{this};
        m_field->setUnit(m_row.unit);
        m_field->setFixedWidth(columns.field);
        m_field->setAccessibleName(m_row.title);
        m_field->setAccessibleDescription(m_row.help);
        grid->addWidget(m_field, 0, 1, 2, 1, Qt::AlignVCenter);
        connect(m_field, &QLineEdit::textChanged, this, &LimitRowWidget::refresh);
    } else {
        m_choice = new QComboBox{this};
        m_choice->addItems(m_row.choices);
        m_choice->setFixedWidth(columns.field);
        m_choice->setAccessibleName(m_row.title);
        grid->addWidget(m_choice, 0, 1, 2, 1, Qt::AlignVCenter);
        connect(m_choice, &QComboBox::currentTextChanged, this, &LimitRowWidget::refresh);
    }
    auto* range = new RoleLabel{m_row.choices.isEmpty() ? rangeWords(m_row) : QString{},
                                TypeRole::Small, Tone::Secondary, this};
    range->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    range->setWordWrap(true);
    range->setFixedWidth(columns.range);
    grid->addWidget(range, 0, 2, 2, 1, Qt::AlignVCenter);
    auto* use = new QHBoxLayout;
    use->addWidget(m_now);
    use->addStretch(1);
    use->addWidget(m_use);
    grid->addLayout(use, 0, 3);
    grid->addWidget(m_bar, 1, 3, Qt::AlignTop);
    m_bar->setFixedWidth(columns.use);
    m_problem->setWordWrap(true);
    grid->addWidget(m_problem, 2, 1, 1, 3);
    m_problem->hide();
    setTyped(m_row.value);
    refresh();
}

QString LimitRowWidget::typed() const
{
    return m_field != nullptr ? m_field->number() : m_choice->currentText();
}

void LimitRowWidget::setTyped(const QString& text)
{
    if (m_field != nullptr) {
        m_field->setNumber(text);
    } else {
        m_choice->setCurrentText(text);
    }
}

bool LimitRowWidget::isChanged() const
{
    return typed() != m_row.value;
}

QString LimitRowWidget::problem() const
{
    return limitProblem(m_row, typed());
}

void LimitRowWidget::undo()
{
    setTyped(m_row.value);
}

void LimitRowWidget::update(const LimitRow& row)
{
    if (row == m_row) {
        return;
    }
    const bool wasTyped = isChanged();
    m_row = row;
    if (!wasTyped) {
        setTyped(row.value);
    }
    refresh();
}

void LimitRowWidget::refresh()
{
    const QString wrong = problem();
    m_was->setText(isChanged() ? tr("was %1").arg(m_row.value) : QString{});
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    if (m_field != nullptr) {
        m_field->setInvalid(!wrong.isEmpty());
    }
    // The use is shown against what is typed, so that a new limit is seen before it is applied.
    const bool ok = wrong.isEmpty() && typed() != none() && !m_row.useActual.isEmpty()
                    && m_row.choices.isEmpty();
    const double limit = ok ? withoutSeparators(typed()).toDouble() : 0.0;
    const double factor = m_row.moneyFactor > 0.0 ? m_row.moneyFactor : 1.0;
    const QString shownLimit =
        m_row.moneyFactor > 0.0 ? QString{number(limit * factor, 0) + u" USDC"_s}
                                : QString{shown(limit, m_row.decimals) + u' ' + shortUnit(m_row)};
    m_use->setText(ok ? tr("%1 of %2").arg(m_row.useActual, shownLimit) : QString{});
    auto& bar = static_cast<UseBar&>(*m_bar);
    bar.setVisible(ok);
    m_now->setVisible(ok);
    bar.setFraction(ok && limit > 0.0 ? m_row.useNumber / (limit * factor) : 0.0);
    setAccessibleName(m_row.title);
    QWidget::update();
    Q_EMIT edited();
}

void LimitRowWidget::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), isChanged() ? theme.raised : theme.panel);
    painter.fillRect(QRect{0, height() - 1, width(), 1}, theme.grid);
}

} // namespace wick::desktop
