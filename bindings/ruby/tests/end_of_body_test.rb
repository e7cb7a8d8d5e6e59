# frozen_string_literal: true

require_relative "helper"
require "rails"
require "visitorseal/rails"

# Where a page's body ends, as browsers see it.
class EndOfBodyTest < Minitest::Test
  EndOfBody = Visitorseal::Rails::EndOfBody

  # Each page with the place marked.
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

  def test_it_is_before_the_last_end_tag_that_a_browser_takes_for_one
    PAGES.each { |page| assert_equal page.b.index("|"), EndOfBody.of(page.sub("|", "")), page }
    WITHOUT.each { |page| assert_nil EndOfBody.of(page), page }
  end

  HOSTILE = ["</body>", "</body", "<!--</body>", "<!--", "-->", "<script></body>", "<script", "<p title=\"", "<p title='</body>", "<", "</", "<a =",
             "=\"'", "<textarea></body></textarea>", "--!", "<!--</body>-->"].freeze

  # Each step goes on where the one before has ended; so what counts is how many there are.
  def steps(page)
    count = 0
    trace = TracePoint.new(:c_call) { |point| count += 1 if point.defined_class == StringScanner }
    trace.enable { EndOfBody.of(page) }
    count
  end

  def test_its_steps_grow_as_the_page_does
    HOSTILE.product(["", "<!--", "<body>"]).each do |part, before|
      one, two, four = [500, 1000, 2000].map { |times| steps(before + (part * times)) }
      assert_operator two, :<=, (2 * one) + 20, part
      assert_operator four, :<=, (2 * two) + 20, part
    end
  end

  def test_no_step_goes_back
    skip "this Ruby does not say which expressions are linear" unless Regexp.respond_to?(:linear_time?) && RUBY_VERSION >= "3.3"
    expressions = EndOfBody.constants.map { |name| EndOfBody.const_get(name) }.flat_map { |value| value.is_a?(Hash) ? value.values : [value] }
    expressions.each { |expression| assert Regexp.linear_time?(expression), expression.inspect }
  end
end
