# frozen_string_literal: true

require_relative "helper"
require "open3"
require "tmpdir"

# Finding the C library, each time in a fresh Ruby; and that it is declared as its header says.
class LibraryTest < Minitest::Test
  HEADER = File.read(File.expand_path("../../../include/visitorseal.h", __dir__))

  # What a fresh Ruby says to signing: the digest, or the error's code and reason.
  def said(**environment)
    code = <<~RUBY
      require "visitorseal"
      begin
        print Visitorseal::Signer.new(:bookbag, "key").digest("message")
      rescue Visitorseal::ConfigurationError => error
        print error.code, " ", error.reason
      end
    RUBY
    Open3.capture2e(environment.transform_keys(&:to_s), "ruby", "-e", code).first
  end

  def test_the_file_in_the_gem_is_used
    skip "this is no installed gem" unless Gem.loaded_specs.key?("visitorseal")
    assert_equal hmac("message", "key"), said(VISITORSEAL_LIBRARY: nil)
    assert_equal hmac("message", "key"), said(VISITORSEAL_LIBRARY: "")
  end

  def test_the_environment_names_the_file_and_no_other_is_tried
    error = said(VISITORSEAL_LIBRARY: "/nowhere/lib.so")
    assert_match(%r{\Alibrary_missing .*/nowhere/lib\.so.*Install.*set VISITORSEAL_LIBRARY}, error)
  end

  def test_what_is_no_library_is_an_error
    assert_match(/\Alibrary_missing /, said(VISITORSEAL_LIBRARY: __FILE__))
  end

  def test_a_library_of_another_version_is_an_error
    skip "there is no gcc to make another version with" unless system("gcc --version", out: File::NULL, err: File::NULL)
    Dir.mktmpdir do |folder|
      { "9.9.9" => "version 9.9.9", nil => "another one" }.each do |version, named|
        source = version ? "const char *visitorseal_version(void) { return \"#{version}\"; }" : "int other;"
        said, made = Open3.capture2e("gcc", "-shared", "-fPIC", "-xc", "-o", "#{folder}/#{named}.so", "-", stdin_data: source)
        assert_predicate made, :success?, said
        assert_match(/\Alibrary_version the library is #{named}, and this gem needs/, said(VISITORSEAL_LIBRARY: "#{folder}/#{named}.so"))
      end
    end
  end

  # Each parameter of the header as FFI has it.
  def declared(parameters)
    parameters.split(",").map(&:strip).reject { |parameter| parameter == "void" }.map do |parameter|
      next :size_t if parameter.start_with?("size_t ") && !parameter.include?("*")
      next :uint64 if parameter.start_with?("uint64_t ")

      parameter.include?("*") ? :pointer : flunk("what is #{parameter}?")
    end
  end

  def test_functions_are_declared_as_in_the_header
    functions = Visitorseal.module_eval("Library", __FILE__, __LINE__)::FUNCTIONS
    returns = { "int32_t" => :int32, "void" => :void, "const char *" => :string }
    functions.each do |name, (returned, *taken)|
      found = HEADER.match(/^(int32_t|void|const char \*) ?visitorseal_#{name}\(([^)]*)\);/m) or flunk("no #{name}")
      assert_equal returns[found[1]], returned, name
      assert_equal declared(found[2]), taken.map { |type| type == :buffer_in ? :pointer : type }, name
    end
  end
end
