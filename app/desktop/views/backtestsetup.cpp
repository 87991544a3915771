#include "app/desktop/views/backtestsetup.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/formparts.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/numberfield.h"
#include "app/desktop/views/parameterform.h"

#include <QComboBox>
#include <QDate>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

BacktestSetup::BacktestSetup(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* scroll = new QScrollArea{this};
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(makeForm());
    column->addWidget(scroll, 1);
    column->addWidget(makeBottom());
    setRunning(false);
}

QWidget* BacktestSetup::makeForm()
{
    auto* form = new Ground{&Theme::panel};
    auto* column = new QVBoxLayout{form};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(0);
    makeWhat(*column);
    column->addWidget(new RoleLabel{tr("Parameters"), TypeRole::Title});
    m_parameters = new ParameterForm;
    connect(m_parameters, &ParameterForm::edited, this, &BacktestSetup::refresh);
    column->addWidget(m_parameters);
    makeCosts(*column);
    column->addStretch(1);
    return form;
}

void BacktestSetup::makeWhat(QVBoxLayout& column)
{
    column.addWidget(new RoleLabel{tr("What to test"), TypeRole::Title});
    m_strategy = choiceBox(tr("Strategy"));
    m_market = choiceBox(tr("Market"));
    m_timeframe = choiceBox(tr("Timeframe"));
    m_timeframe->addItems({u"1m"_s, u"3m"_s, u"5m"_s, u"15m"_s, u"30m"_s, u"1h"_s, u"4h"_s});
    m_source = choiceBox(tr("Candles"));
    m_from = new QLineEdit;
    m_to = new QLineEdit;
    for (QLineEdit* date : {m_from, m_to}) {
        date->setPlaceholderText(tr("all"));
        date->setToolTip(tr("A date in UTC, as 2026-03-02; empty takes all there is."));
        connect(date, &QLineEdit::textChanged, this, &BacktestSetup::refresh);
    }
    m_from->setAccessibleName(tr("From"));
    m_to->setAccessibleName(tr("To"));
    auto* form = newForm();
    form->addRow(fieldLabel(tr("Strategy")), m_strategy);
    form->addRow(fieldLabel(tr("Market")), m_market);
    form->addRow(fieldLabel(tr("Timeframe")), m_timeframe);
    form->addRow(fieldLabel(tr("Candles")), m_source);
    form->addRow(fieldLabel(tr("From")), m_from);
    form->addRow(fieldLabel(tr("To")), m_to);
    column.addLayout(form);
    auto* file = new QPushButton{tr("Open a candle file…")};
    connect(file, &QPushButton::clicked, this, &BacktestSetup::fileRequested);
    column.addWidget(file);
    m_summary = new RoleLabel{{}, TypeRole::Small, Tone::Secondary};
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(0, kSpace8, 0, kSpace12);
    column.addWidget(m_summary);
    connect(m_strategy, &QComboBox::currentIndexChanged, this, &BacktestSetup::showStrategy);
}

void BacktestSetup::makeCosts(QVBoxLayout& column)
{
    column.addWidget(new RoleLabel{tr("Costs and fills"), TypeRole::Title});
    m_balance = new NumberField;
    m_balance->setUnit(tr("USDC"));
    m_balance->setNumber(u"100000"_s);
    m_balance->setAccessibleName(tr("Starting balance"));
    m_taker = new NumberField;
    m_maker = new NumberField;
    for (NumberField* fee : {m_taker, m_maker}) {
        fee->setUnit(tr("bp"));
        fee->setPlaceholderText(tr("market's"));
    }
    m_taker->setAccessibleName(tr("Taker fee"));
    m_maker->setAccessibleName(tr("Maker fee"));
    m_fills = choiceBox(tr("Fills"));
    m_fills->addItem(tr("Model D.7"));
    m_fills->addItem(tr("Next open"));
    m_fills->setToolTip(tr("Model: delay, slippage by order kind and bar, partial fills. Next "
                           "open: the textbook fill without slippage."));
    m_path = choiceBox(tr("Bar path"));
    m_path->addItem(tr("Nearer first"), u"near"_s);
    m_path->addItem(u"O-H-L-C"_s, u"ohlc"_s);
    m_path->addItem(u"O-L-H-C"_s, u"olhc"_s);
    auto* form = newForm();
    form->addRow(fieldLabel(tr("Balance")), m_balance);
    form->addRow(fieldLabel(tr("Taker")), m_taker);
    form->addRow(fieldLabel(tr("Maker")), m_maker);
    form->addRow(fieldLabel(tr("Fills")), m_fills);
    form->addRow(fieldLabel(tr("Bar path")), m_path);
    column.addLayout(form);
    for (NumberField* field : {m_balance, m_taker, m_maker}) {
        connect(field, &QLineEdit::textChanged, this, &BacktestSetup::refresh);
    }
}

QWidget* BacktestSetup::makeBottom()
{
    auto* bar = new Ground{&Theme::panel};
    auto* column = new QVBoxLayout{bar};
    column->setContentsMargins(kSpace12, kSpace8, kSpace12, kSpace12);
    column->setSpacing(kSpace8);
    m_run = new QPushButton{icon(u"play"_s, Tone::OnAccent), tr("Run"), bar};
    m_run->setProperty("role", u"primary"_s);
    auto* row = new QHBoxLayout;
    m_progress = new QProgressBar{bar};
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the backtest"));
    m_cancel = new QPushButton{tr("Cancel"), bar};
    row->addWidget(m_run, 1);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    m_words = new RoleLabel{{}, TypeRole::Small, Tone::Secondary, bar};
    m_words->setWordWrap(true);
    column->addLayout(row);
    column->addWidget(m_words);
    connect(m_run, &QPushButton::clicked, this, &BacktestSetup::run);
    connect(m_cancel, &QPushButton::clicked, this, &BacktestSetup::cancelRequested);
    return bar;
}

void BacktestSetup::setStrategies(std::vector<StrategyChoice> strategies)
{
    m_strategies = std::move(strategies);
    m_strategy->clear();
    for (const StrategyChoice& strategy : m_strategies) {
        m_strategy->addItem(strategy.title, strategy.name);
    }
    showStrategy(m_strategy->currentIndex());
}

void BacktestSetup::setMarkets(const QStringList& markets)
{
    m_market->clear();
    m_market->addItems(markets);
}

void BacktestSetup::setData(std::vector<DataChoice> choices)
{
    const QString before = m_source->currentData().toString();
    m_data = std::move(choices);
    m_source->clear();
    for (const DataChoice& choice : m_data) {
        m_source->addItem(choice.words, choice.id);
        m_source->setItemData(m_source->count() - 1, choice.words, Qt::ToolTipRole);
    }
    chooseData(before);
    refresh();
}

void BacktestSetup::chooseData(const QString& id)
{
    const int index = m_source->findData(id);
    if (index >= 0) {
        m_source->setCurrentIndex(index);
    }
}

void BacktestSetup::chooseMarket(const QString& market)
{
    m_market->setCurrentText(market);
}

void BacktestSetup::chooseStrategy(const QString& name)
{
    const auto found = std::find_if(m_strategies.begin(), m_strategies.end(),
                                    [&](const auto& each) { return each.name == name; });
    if (found != m_strategies.end()) {
        m_strategy->setCurrentIndex(static_cast<int>(found - m_strategies.begin()));
    }
}

void BacktestSetup::showStrategy(int index)
{
    if (index < 0 || static_cast<std::size_t>(index) >= m_strategies.size()) {
        return;
    }
    const StrategyChoice& strategy = m_strategies[static_cast<std::size_t>(index)];
    m_parameters->setFields(strategy.parameters);
    m_summary->setText(strategy.summary);
    m_timeframe->setCurrentText(strategy.timeframe);
    if (!strategy.markets.isEmpty() && !strategy.markets.contains(m_market->currentText())) {
        chooseMarket(strategy.markets.first());
    }
    refresh();
}

NumberField* BacktestSetup::parameterField(const QString& name) const
{
    return m_parameters->numberField(name);
}

BacktestRequest BacktestSetup::request() const
{
    BacktestRequest request;
    request.strategy = m_strategy->currentData().toString();
    request.market = m_market->currentText();
    request.timeframe = m_timeframe->currentText();
    request.data = m_source->currentData().toString();
    request.from = m_from->text().trimmed();
    request.to = m_to->text().trimmed();
    request.balance = m_balance->number();
    request.takerBp = m_taker->number();
    request.makerBp = m_maker->number();
    request.nextOpen = m_fills->currentIndex() == 1;
    request.path = m_path->currentData().toString();
    request.parameters = m_parameters->changed();
    return request;
}

QString BacktestSetup::problem() const
{
    if (m_source->count() == 0) {
        return tr("No candles yet. Open a file, or let the practice market start.");
    }
    for (const QString& wrong : {dateProblem(), m_parameters->problem(), moneyProblem()}) {
        if (!wrong.isEmpty()) {
            return wrong;
        }
    }
    return {};
}

QString BacktestSetup::dateProblem() const
{
    for (const QLineEdit* date : {m_from, m_to}) {
        const QString text = date->text().trimmed();
        if (!text.isEmpty() && !QDate::fromString(text, Qt::ISODate).isValid()) {
            return tr("%1: “%2” is not a date as 2026-03-02.").arg(date->accessibleName(), text);
        }
    }
    return {};
}

QString BacktestSetup::moneyProblem() const
{
    bool isNumber = false;
    if (m_balance->number().toDouble(&isNumber) <= 0.0 || !isNumber) {
        return tr("The balance has to be a number above 0.");
    }
    for (const NumberField* fee : {m_taker, m_maker}) {
        static_cast<void>(fee->number().toDouble(&isNumber));
        if (!isNumber && !fee->text().trimmed().isEmpty()) {
            return tr("%1: “%2” is not a number.").arg(fee->accessibleName(), fee->text());
        }
    }
    return {};
}

void BacktestSetup::refresh()
{
    if (m_run == nullptr) {
        return;
    }
    const QString wrong = problem();
    m_run->setEnabled(wrong.isEmpty());
    m_run->setToolTip(wrong.isEmpty() ? tr("Ctrl+Return") : wrong);
}

void BacktestSetup::setRunning(bool running)
{
    m_run->setVisible(!running);
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    m_progress->setValue(0);
}

void BacktestSetup::setProgress(const QString& words, double fraction)
{
    m_progress->setValue(static_cast<int>(std::lround(1000.0 * fraction)));
    m_words->setTone(Tone::Secondary);
    m_words->setText(words);
}

QString BacktestSetup::outcome() const
{
    return m_words->text();
}

void BacktestSetup::setOutcome(const QString& words, bool good)
{
    m_words->setTone(good ? Tone::Secondary : Tone::Danger);
    m_words->setText(words);
    m_run->setText(good ? tr("Run again") : tr("Run"));
}

void BacktestSetup::run()
{
    if (m_run->isVisible() && m_run->isEnabled()) {
        Q_EMIT runRequested(request());
    }
}

} // namespace wick::desktop
