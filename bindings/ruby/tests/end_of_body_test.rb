# frozen_string_literal: true

require_relative "helper"
require "rails"
require "visitorseal/rails"

# Where a page's body ends, as browsers see it.
class EndOfBodyTest < Minitest::Test
  EndOfBody = Visitorseal::Rails.const_get(:EndOfBody)

  # `|` marks where the script goes.
  PAGES = [
    "<body>x|</body></html>", "<body>|</BODY >", "<body></body>|</body>", "<body>|</body/>", "<body>é漢|</body>",
    "|</body><!-- </body> -->", "<!-- </body> -->|</body>", "<!--></body>-->|</body>", "<!--->|</body>", "<!-- --!>|</body>",
    "|</body><!-- </body>", "|</body><script>'</body>'</script>", "<script>'</body>'</script>|</body>",
    "<script src='</script>'></script>|</body>", "<textarea></body></textarea>|</body>", "<title></body></title>|</body>",
    "<p title=\"</body>\">|</body>", "<p title='</body>' x>|</body>", "<p title = \"</body>\">|</body>", "<p don't>|</body><p won't>",
    "<iframe srcdoc=\"<body></body>\"></iframe>|</body>", "<STYLE>a{content:'</body>'}</STYLE >|</body>", "a < b |</body>",
    "|</body><p title=\"</body>", "|</body><script></body>", "<noscript></body></noscript>|</body>"
  ].freeze
  WITHOUT = ["", "</bodyx>", "</bod", "<!-- </body>", "<script></body>", "<p title='</body>'>", "<body>", "</body", "<p title=\"</body>"].freeze

  def test_it_finds_the_last_end_tag_that_browsers_see
    PAGES.each { |page| assert_equal page.b.index("|"), EndOfBody.find(page.sub("|", "")), page }
    WITHOUT.each { |page| assert_nil EndOfBody.find(page), page }
  end

  HOSTILE = ["</body>", "</body", "<!--</body>", "<!--", "-->", "<script></body>", "<script", "<p title=\"", "<p title='</body>", "<", "</", "<a =",
             "=\"'", "<textarea></body></textarea>", "--!", "<!--</body>-->"].freeze

  # Each step starts where the one before has ended, so their number is the cost.
  def steps(page)
    count = 0
    trace = TracePoint.new(:c_call) { |point| count += 1 if point.defined_class == StringScanner }
    trace.enable { EndOfBody.find(page) }
    count
  end

  def test_a_page_of_twice_the_size_takes_twice_the_steps
    HOSTILE.product(["", "<!--", "<body>"]).each do |part, before|
      one, two, four = [500, 1000, 2000].map { |times| steps(before + (part * times)) }
      assert_operator two, :<=, (2 * one) + 20, part
      assert_operator four, :<=, (2 * two) + 20, part
    end
  end

  def test_its_expressions_take_linear_time
    skip "this Ruby does not say which expressions are linear" unless Regexp.respond_to?(:linear_time?) && RUBY_VERSION >= "3.3"
    expressions = EndOfBody.constants.map { |name| EndOfBody.const_get(name) }.flat_map { |value| value.is_a?(Hash) ? value.values : [value] }
    expressions.each { |expression| assert Regexp.linear_time?(expression), expression.inspect }
  end
end
